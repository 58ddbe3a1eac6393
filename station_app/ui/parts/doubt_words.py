"""What is said of a page that may be hard to read: advice, never a refusal."""

from PySide6.QtCore import QCoreApplication


def tr(text: str) -> str:
    return QCoreApplication.translate("DoubtWords", text)


def doubt_words(doubt: str) -> str:
    """The sentence for a `station_app.desk.page_doubt.Doubt`; empty where nothing is to be said."""
    return {
        "dark": tr("这张照片可能看不清：太暗了。在亮的地方重拍一张更好。"),
        "blurred": tr("这张照片可能看不清：拍虚了。拿稳了重拍一张更好。"),
        "small": tr("这张照片可能看不清：太小了。离近些重拍一张更好。"),
        "blank": tr("这一页上什么都看不见。请看看放反了没有，再扫一次或者重拍一张。"),
    }.get(doubt, "")
