"""One message of every kind a learner may see, in the words of the real conversation."""

from collections.abc import Mapping

from conversation.message import Button, Head, Message, Text
from conversation.replies import Tone

_LESSON = "Cuộc gọi giả danh"


def _options(*labels: str, next_step: int = 0) -> tuple[Button, ...]:
    """Return numbered buttons; `next_step` is the number of the filled one."""
    return tuple(
        Button(label, number, f"p.7.{number - 1}", is_next_step=number == next_step)
        for number, label in enumerate(labels, start=1)
    )


STEPS: Mapping[str, Message] = {
    "page": Message(
        (
            Text(
                "**Chuông reo**\nĐầu dây nói: “Tôi là công an xã. VNeID của bà bị sai sau sáp nhập. "
                "Bấm vào đường link tôi gửi để cập nhật, không là bị khóa.”"
            ),
        ),
        _options("Tiếp", next_step=1),
        prompt=7,
        head=Head(_LESSON, "trang 1/4", 1, 7),
        own="Tôi đủ 16 tuổi, đồng ý, học luôn",
    ),
    "question": Message(
        (
            Text(
                "Zalo của cháu bác nhắn: “Bà ơi, bà chuyển cho cháu 5 triệu, cháu đang cần gấp.” **Bác làm gì?**",
            ),
        ),
        _options(
            "Gọi điện thoại cho cháu, nghe đúng giọng rồi mới tính",
            "Chuyển luôn kẻo cháu chờ",
            "Nhắn lại hỏi cháu cần làm gì",
        ),
        prompt=7,
        head=Head(_LESSON, "câu 2/3", 5, 7),
    ),
    "feedback": Message(
        (
            Text(
                "Chưa an toàn bác ạ. Kẻ gian xưng tên gì chẳng được. **Dãy số ấy như chìa khóa nhà**, đừng đọc cho ai.",
                Tone.WHY,
            ),
        ),
        _options("Thử câu khác", next_step=1),
        prompt=7,
        head=Head(_LESSON, "câu 2/3", 5, 7),
        own="Hỏi tên rồi mới đọc",
    ),
    "finished": Message(
        (
            Text("Bác đã học xong bài **Cuộc gọi giả danh**. 👏"),
            Text("Việc nhỏ hôm nay: lưu số Công an xã 0228 388 1113 vào danh bạ. Khi nghi ngờ, bác tự bấm gọi số ấy."),
        ),
        _options("Bài tiếp: Học với trợ lý", "Để mai", next_step=1),
        prompt=7,
        head=Head(_LESSON, "xong bài", 7, 7),
    ),
    "consent": Message(
        (
            Text(
                "Tính kết quả của bác vào thành tích chung của xóm 3, để xã tổng hợp và chấm thi đua xóm, bác đồng ý "
                "không? Chỉ cộng thành con số, không nêu tên ai."
            ),
        ),
        _options("Đồng ý", "Tôi ở xóm, xã khác", "Không tính"),
        prompt=7,
        asks_consent=True,
    ),
    "hamlets": Message(
        (Text("Bác ở xóm nào của xã Trà Lũ cũ?"),),
        _options(*(f"Xóm {number}" for number in range(1, 21)), "Xóm Trại Mới ngoài đê", "Tôi ở xóm, xã khác"),
        prompt=7,
        typing="Hoặc gõ mã 4 số in trên tờ áp phích của xóm",
    ),
    "menu": Message(
        (Text("Trợ lý chưa hiểu ý bác. Bác bấm một số dưới đây nhé:"),),
        _options("Học tiếp: Mã OTP", "Ôn bài", "Kết quả của tôi", "Hỏi người thật", "Cài đặt", next_step=1),
        prompt=7,
        own="asdf ẫ đ ư 👍🏽",
        typing="Bác muốn hỏi gì?",
    ),
    "results": Message(
        (
            Text("**Kết quả của bác**\nHọc xong 2 bài, trả lời 9 câu, đúng ngay lần đầu 7 câu."),
            Text("Xóm 3 đã có **125 người học**, tuần này thêm 11. Còn 81 người nữa là được nửa xóm."),
        ),
        _options("Học tiếp", "Ôn bài", next_step=1),
        prompt=7,
        head=Head("Kết quả của tôi"),
    ),
    "emergency": Message(
        (
            Text(
                "Bác dừng ngay, đừng chuyển thêm. Gọi ngân hàng theo số in sau thẻ để khóa tài khoản, rồi gọi Công an "
                "xã **0228 388 1113**. Giữ lại tin nhắn, biên lai.",
                Tone.WARNING,
            ),
        ),
        _options("Học tiếp"),
        prompt=7,
        own="toi vua chuyen tien cho no roi",
    ),
}
