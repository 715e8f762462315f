"""One evening in two hamlets, and the next one, as data: who does what, and what is left in the end.

Chị Lan learns in xóm Đông and shares her phone with ông Tư; anh Bình leads xóm Đông, bà Cúc leads xóm Tây. They choose
by the digit which the newest message shows; what is typed besides are codes, a name, a question and its answer.
`{xóm Đông}` and `{xóm Tây}` stand for the codes of the leaders, `{mã học}` for the one that Lan was shown.
"""

from dataclasses import dataclass, field

PHONE = "the phone of Lan and Tư"
PAGE = "Lan on the web page"
BINH = "anh Bình"
CUC = "bà Cúc"
TABLET = "Lan on the tablet of her daughter"
STRANGER = "bà Cúc on the web page"

AGREE = "Tôi đủ 18 tuổi, đồng ý, học luôn"
LAN, TU = "Bà", "Ông"
QUESTION = "Bao giờ nhà văn hóa có buổi học nữa ạ"
ANSWER = "Tối thứ Bảy, bảy giờ, bác nhé. Tối mai tôi ghé qua chở bác đi."
NAME = "Nguyễn Thị Lan"


@dataclass(frozen=True, slots=True)
class Pick:
    """Choose an option of the newest message by its label; what is said then has `sees` in it."""

    label: str
    sees: str = ""


@dataclass(frozen=True, slots=True)
class Write:
    """Type words, or a number that is asked for."""

    words: str
    sees: str = ""


@dataclass(frozen=True, slots=True)
class Learn:
    """Read and answer until an option is offered, with so many slips on the way."""

    until: str
    slips: int = 0


@dataclass(frozen=True, slots=True)
class Visit:
    """Open a page of the web."""

    path: str = "/hoc"
    sees: str = ""


Act = Pick | Write | Learn | Visit


@dataclass(frozen=True, slots=True)
class Scene:
    """What happens side by side: each person does theirs in order, whatever the others do meanwhile.

    `unheard` are words which somebody was never shown up to its end.
    """

    name: str
    acts: dict[str, tuple[Act, ...]]
    unheard: dict[str, tuple[str, ...]] = field(default_factory=dict)


NAMES = {PHONE: "Lan <b>& hoa 🌾", BINH: "Bình", CUC: "Cúc"}
"""What those who write on Zalo are called there."""

OFFICE = ("", "/buoi", "/cau-hoi", "/to", "/so-nhap", "/tham-gia.csv", "/tham-gia.json")
"""Pages of the office, to which she was not invited."""

LEADERS = {"xóm Đông": ("X01", "anh Bình"), "xóm Tây": ("X02", "bà Cúc")}
"""The unit and the name with which the office invites, by the name of the code in the script."""

OF_DONG = ("Đông", "Lan", "Bình", "4821", QUESTION, ANSWER)
"""What nobody of xóm Tây is ever shown."""

EVENING = (
    Scene(
        "the leaders take their roles, Lan learns and slips once",
        {
            BINH: (
                Write("{xóm Đông}", "mời anh Bình giúp bà con xóm Đông"),
                Pick("Đồng ý, nhận việc", "Cảm ơn anh Bình đã nhận việc ở xóm Đông!"),
            ),
            CUC: (
                Write("{xóm Tây}", "mời bà Cúc giúp bà con xóm Tây"),
                Pick("Đồng ý, nhận việc", "Cảm ơn bà Cúc đã nhận việc ở xóm Tây!"),
            ),
            PHONE: (
                Write("4821", "Trợ lý đã nhận mã của xóm Đông."),
                Pick(AGREE, "Cuộc gọi giả danh · trang 1/4"),
                Learn("Xong bài", slips=1),
                Pick("Xong bài", "Bác đã học xong bài Cuộc gọi giả danh."),
                Pick("Để mai", "Tính kết quả của bác vào thành tích chung của xóm Đông"),
                Pick("Đồng ý", "Xóm Đông vừa bắt đầu"),
            ),
        },
    ),
    Scene(
        "Lan asks for help",
        {
            PHONE: (
                Pick("Về trang chính", "Bác muốn làm gì ạ?"),
                Pick("Hỏi người thật"),
                Pick("Nhờ người đến giúp", "có cho Tổ công nghệ số cộng đồng của xóm Đông và văn phòng xã biết tên"),
            ),
            CUC: (
                Pick("Ai cần giúp", "Hiện không có ai chờ giúp."),
                Pick("Quay lại", "Xóm Tây"),
            ),
        },
    ),
    Scene(
        "Bình sees a number",
        {
            BINH: (
                Pick("Ai cần giúp", "1 người chưa nêu tên"),
                Pick("Quay lại", "1 người đang chờ giúp"),
            ),
        },
        unheard={BINH: ("Lan", NAME)},
    ),
    Scene(
        "Lan shows her name",
        {
            PHONE: (
                Pick("Đồng ý", "Bác gõ họ tên"),
                Write(NAME, f"Trợ lý đã ghi tên {NAME}."),
            ),
        },
    ),
    Scene(
        "Bình sees the name and has helped, Lan asks a question",
        {
            BINH: (
                Pick("Ai cần giúp", f"{NAME}, từ ngày 22/11"),
                Pick(f"Đã giúp {NAME}", "Cảm ơn đã giúp bà con!"),
            ),
            PHONE: (
                Pick("Hỏi người thật"),
                Pick("Gõ câu hỏi", "Bác gõ câu hỏi vào đây"),
                Write(QUESTION),
                Pick("Gửi", "Trợ lý đã gửi câu hỏi."),
            ),
        },
    ),
    Scene(
        "Bình answers and records a session, Lan stops and comes back, Tư learns on the same phone",
        {
            BINH: (
                Pick("Mã QR", "Mã của xóm Đông là 4821"),
                Pick("Quay lại", "Câu hỏi của bà con (1)"),
                Pick("Câu hỏi của bà con (1)", QUESTION),
                Pick("Trả lời", "Gõ câu trả lời"),
                Write(ANSWER, "ký tên anh Bình"),
                Pick("Gửi", "Đã gửi câu trả lời."),
                Pick("Ghi buổi hướng dẫn"),
                Pick("Hôm nay"),
                Pick("Cuộc gọi giả danh"),
                Pick("Nhà văn hóa"),
                Write("12"),
                Write("7"),
                Write("5"),
                Write("3", "12 người đến: 7 phụ nữ, 5 người từ 60 tuổi, 3 người lần đầu"),
                Pick("Đúng, ghi buổi này", "Đã ghi buổi hướng dẫn."),
                Pick("Các buổi đã ghi"),
                Pick("22/11 · 12 người · chờ xác nhận · Cuộc gọi giả danh"),
                Pick("Giữ như cũ: 22/11/2026"),
                Pick("Giữ như cũ: Cuộc gọi giả danh"),
                Pick("Giữ như cũ: Nhà văn hóa"),
                Write("14"),
                Write("7"),
                Write("5"),
                Write("3", "14 người đến"),
                Pick("Đúng, ghi buổi này", "Đã ghi buổi hướng dẫn."),
                Pick("Tin để gửi nhóm xóm", "Học số tuần này ở xóm Đông"),
                Pick("Quay lại", "Xóm Đông · đến 22/11/2026"),
            ),
            PHONE: (
                Write("THÔI", "Vâng, trợ lý dừng ở đây."),
                Pick("Học tiếp", "Trợ lý hỏi thăm một câu"),
                Pick("Bỏ qua câu này", "Học với trợ lý · trang 1/2"),
            ),
        },
    ),
    Scene(
        "Lan notes her code, Tư learns on her phone",
        {
            PHONE: (
                Learn("Xong bài"),
                Pick("Xong bài", "Bác đã học xong bài Học với trợ lý."),
                Pick("Để mai"),
                Pick("Về trang chính"),
                Pick("Cài đặt"),
                Pick("Đổi máy, thêm người học"),
                Pick("Mã học của tôi", "Ghi ra giấy giúp trợ lý."),
                Pick("Về trang chính"),
                Pick("Cài đặt"),
                Pick("Đổi máy, thêm người học"),
                Pick("Người khác học trên máy này", "Từ trước tới giờ ai học trên máy này ạ?"),
                Pick(LAN, "Ai sắp học trên máy này ạ?"),
                Pick(TU, "đưa máy cho ông tự bấm nhé"),
                Pick(AGREE),
                Learn("Xong bài", slips=1),
                Pick("Xong bài", "có người giúp ạ?"),
                Pick("Có người giúp", "Bác đã học xong bài"),
                Pick("Để mai", "Tính kết quả"),
            ),
            CUC: (
                Pick("Câu hỏi của bà con", "Hiện không có câu hỏi nào"),
                Pick("Quay lại"),
                Pick("Các buổi đã ghi", "Gần đây chưa ghi buổi nào."),
                Pick("Quay lại", "0/455 người"),
                Pick("Tin để gửi nhóm xóm", "xóm Tây"),
                Pick("Quay lại"),
                Pick("Mã QR", "Mã của xóm Tây là 5930"),
                Pick("Quay lại"),
            ),
        },
    ),
    Scene(
        "Tư agrees and gives the phone back, Lan goes on on the web page",
        {
            PHONE: (
                Pick("Đồng ý", "Xóm Đông vừa bắt đầu"),
                Pick("Về trang chính"),
                Pick("Đổi người học", "Ai đang học ạ?"),
                Pick(LAN, "Đây là phần học của bà."),
            ),
            PAGE: (
                Visit(),
                Pick("Xã giữ những gì?"),
                Pick("Tôi có mã học từ máy khác"),
                Write("{mã học}", "đã xong 2 bài"),
                Pick("Đúng, học tiếp ở đây", "Mừng bác trở lại!"),
                Learn("Xong bài", slips=1),
                Pick("Xong bài"),
            ),
            STRANGER: (
                Visit(),
                Pick("Xã giữ những gì?"),
                *(Visit(f"/van-phong{page}") for page in OFFICE),
            ),
        },
    ),
)
NEXT_EVENING: tuple[Scene, ...] = (
    Scene(
        "Tư takes the phone that Lan had last, Lan begins anew on a tablet and makes one record of two",
        {
            PHONE: (
                Pick("Học tiếp: Mật khẩu và OTP", "Ai đang học ạ?"),
                Pick(TU, "Đây là phần học của ông."),
                Pick("Rồi"),
                Pick("Không trả lời"),
                Learn("Tiếp"),
            ),
            TABLET: (
                Visit(),
                Pick("Tôi đủ 16 tuổi, đồng ý, học luôn"),
                Learn("Câu tiếp"),
                Write("cài đặt"),
                Pick("Đổi máy, thêm người học"),
                Pick("Nhập mã học từ máy khác"),
                Write("{mã học}", "đã xong 3 bài"),
                Pick("Của tôi, gộp làm một", "Trợ lý đã gộp hai phần học làm một, không mất bài nào."),
            ),
            BINH: (
                Pick("Ai cần giúp"),
                Pick("Quay lại", "2/412 người trưởng thành đã tham gia (0,5%)"),
            ),
            CUC: (
                Pick("Ai cần giúp"),
                Pick("Quay lại", "0/455 người trưởng thành đã tham gia (0,0%)"),
            ),
        },
        unheard={CUC: OF_DONG, STRANGER: OF_DONG},
    ),
)
