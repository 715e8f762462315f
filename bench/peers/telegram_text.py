"""What every bare bot answers with: the text and the three buttons of one of our questions."""

TEXT = (
    "Bác bấm một nút dưới đây, hoặc gõ số của nút nhé.\n\n"
    "Có người gọi, xưng là công an, dọa bắt bác, giục chuyển năm triệu ngay bây giờ.\n<b>Bác làm gì?</b>"
)
LABELS = ("Nói thêm để giải thích cho rõ", "Chuyển một ít cho yên chuyện", "Tắt máy, không nói nữa")
BUTTONS = tuple((label, f"a.1l7k45jj6re0e.0.{at}") for at, label in enumerate(LABELS))
