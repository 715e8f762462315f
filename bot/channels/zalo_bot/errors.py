"""What can go wrong with a call to Zalo, told apart by what it means for the message."""


class ZaloError(Exception):
    """A call without the result it was made for; `reason` never says where the call went."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotSentError(ZaloError):
    """The call surely had no effect; `is_unreached` when no connection came about."""

    def __init__(self, reason: str, *, is_unreached: bool = False) -> None:
        super().__init__(reason)
        self.is_unreached = is_unreached


class UnsureError(ZaloError):
    """The call may have had its effect: there was no answer, or none of Zalo."""


class TooFastError(ZaloError):
    """The gateway in front of Zalo was called too often; it does not say for how long."""

    def __init__(self) -> None:
        super().__init__("called too fast")


class RefusedError(ZaloError):
    """Zalo itself said no; `code` is its own, or the status where it gave none."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
