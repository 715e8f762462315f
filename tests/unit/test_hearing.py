"""What typed words mean: danger is heard however it is spelt, and an ordinary answer is not mistaken for it."""

import pytest

from conversation import hearing


@pytest.mark.parametrize(
    "text",
    [
        "tôi vừa chuyển tiền cho nó rồi",
        "toi vua chuyen tien cho no roi",
        "vừa chuyển 5 triệu cho nó",
        "vua chuyen khoan 20 trieu roi",
        "tôi chuyển tiền cho kẻ lừa rồi",
        "chuyển mất 10 triệu rồi",
        "lỡ chuyển tiền rồi cháu ơi",
        "lo chuyen tien mat roi",
        "trót chuyển tiền cho người lạ",
        "đã chuyển tiền cho bọn lừa đảo",
        "toi da gui tien cho no",
        "mẹ tôi vừa chuyển tiền cho công an giả",
        "bà nhà tôi bị lừa rồi",
        "tôi bị lừa mất tiền",
        "bi lua mat 5 trieu roi",
        "toi bi lua 20 trieu",
        "bị lừa hết tiền tiết kiệm",
        "mất tiền rồi",
        "mất hết tiền rồi",
        "mất sạch tiền trong tài khoản",
        "tiền trong tài khoản mất hết rồi",
        "tài khoản bị trừ 3 triệu",
        "tai khoan cua toi bi tru tien",
        "bị rút tiền trong thẻ",
        "tôi vừa đọc mã OTP cho nó",
        "lỡ đọc otp rồi",
        "vua cho no ma otp",
        "đã nhập mật khẩu vào trang lạ",
        "lỡ gửi mã OTP cho người gọi",
        "toi vua nap the cho no",
        "bị lừa đảo rồi làm sao bây giờ",
        "bị hack mất tài khoản ngân hàng",
        "nó rút hết tiền của tôi rồi",
        "no lay het tien cua toi roi",
        "vừa quét mã xong mất tiền",
        "tôi vừa bị lừa",
        "toi moi bi lua",
        "vưa chuyển tiền cho no",
        "bị kẻ gian lừa lấy mất tiền",
        "tôi trót cài ứng dụng lạ, mất tiền rồi",
        "lo bam vao link roi mat tien",
        "tôi vừa chuyển tiền nhầm cho bọn lừa thì phải làm sao",
    ],
)
def test_lost_money_is_heard(text: str) -> None:
    assert hearing.is_emergency(hearing.fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "có nên chuyển tiền không",
        "chuyển tiền thế nào",
        "bài chuyển tiền",
        "cach chuyen tien",
        "học chuyển tiền",
        "nó bảo chuyển tiền",
        "no doi toi chuyen tien",
        "có người gọi bảo chuyển tiền",
        "người ta yêu cầu chuyển tiền thì làm sao",
        "làm sao để không bị lừa",
        "sợ bị lừa",
        "làm thế nào cho khỏi bị lừa",
        "bị lừa thì làm gì",
        "bài bị lừa",
        "nếu lỡ chuyển tiền rồi thì làm gì",
        "nếu bị lừa thì gọi ai",
        "chưa chuyển tiền",
        "tôi chưa chuyển tiền",
        "tôi không chuyển tiền",
        "tôi đã không chuyển tiền",
        "may mà chưa mất tiền",
        "không mất tiền",
        "học có mất tiền không",
        "hoc co mat tien khong",
        "có mất tiền gì không",
        "tôi vừa học xong",
        "tôi vừa gửi ảnh",
        "vừa nhận tiền lương hưu",
        "đã gửi tiền tiết kiệm",
        "ma otp la gi",
        "otp là gì",
        "có ai bị lừa chưa",
        "con gửi tiền về cho tôi",
        "con tôi vừa gửi tiền về",
        "tôi vừa chuyển nhà",
        "tôi vừa chuyển máy",
        "đã nạp tiền điện thoại",
        "mất tiền điện thoại à",
        "chuyển một ít cho yên chuyện",
        "đừng chuyển tiền",
        "cho tôi hỏi chuyển tiền",
        "mới học bài chuyển tiền",
        "chuyển tiền",
        "hàng xóm kể chuyện bị lừa",
        "đọc mã otp cho xong việc",
        "tiền",
        "cháu tôi chuyển trường rồi",
        "tôi suýt bị lừa",
        "suyt chuyen tien",
        "tôi đã biết mã otp là gì rồi",
    ],
)
def test_talk_about_money_is_not_an_emergency(text: str) -> None:
    assert not hearing.is_emergency(hearing.fold(text))


@pytest.mark.parametrize(
    "text",
    [
        "nó bảo chuyển tiền, tôi lỡ chuyển tiền rồi",
        "có người gọi yêu cầu chuyển tiền, tôi vừa chuyển 5 triệu",
        "tôi không biết nên đã chuyển tiền rồi",
        "học rồi mà vẫn bị lừa mất tiền 😭",
        "con bảo đừng chuyển tiền mà tôi trót chuyển tiền rồi",
    ],
)
def test_a_harmless_phrase_does_not_hide_the_loss_beside_it(text: str) -> None:
    assert hearing.is_emergency(hearing.fold(text))
