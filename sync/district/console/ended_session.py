"""A form that is sent after its session has ended: what was written comes back once its writer has signed in again.

It travels in the sign-in page itself, so that the server keeps nothing of whoever is not signed in; passwords are left out.
"""

from collections.abc import Mapping

from anyio import CapacityLimiter, to_thread

from forms.failures import InputFailure
from sync.district.console.pages import Page, html
from sync.district.console.rendering import Renderer
from sync.district.district import District
from sync.district.users import Visit, renew

PASSWORD_AGAIN = "password_again_for_session"
_WITH_FILES = "files_were_chosen"
_NEVER_KEPT = frozenset(("csrf", "password", "old", "new", "again", PASSWORD_AGAIN))


def kept(values: Mapping[str, list[str]]) -> dict[str, list[str]]:
    """What a form carries that was written by its sender."""
    return {name: list(each) for name, each in values.items() if name not in _NEVER_KEPT}


class EndedSession:
    """`trying` bounds how many passwords are tried at once."""

    def __init__(self, district: District, renderer: Renderer, trying: CapacityLimiter) -> None:
        self._district, self._renderer, self._trying = district, renderer, trying

    def ask(
        self, root: str, visit: Visit, form: dict[str, list[str]], *, with_files: bool = False, problem: str = ""
    ) -> Page:
        """The sign-in, for the one whose session it was, with what they wrote."""
        if with_files:
            form = {**form, _WITH_FILES: ["yes"]}
        fields = [(name, value) for name, values in form.items() for value in values]
        text = self._renderer.page(
            root, "sign_in_again.html", user=visit.user, fields=fields, problem=problem, password_field=PASSWORD_AGAIN
        )
        return html(text, 422 if problem else 401)

    async def renew(
        self, root: str, visit: Visit, form: dict[str, list[str]], token: str, password: str
    ) -> Page | None:
        """The session goes on, under the cookie that the browser has; or the page again that says why not."""
        try:
            await to_thread.run_sync(renew, self._district, token, visit.user.login, password, limiter=self._trying)
        except InputFailure as failure:
            return self.ask(root, visit, form, problem=failure.zh)
        return None

    @staticmethod
    def words(form: Mapping[str, list[str]]) -> str:
        files = "附件没有留下，请重新选。" if _WITH_FILES in form else ""
        return f"已经重新登录。刚才填的都在下面，还没有提交。{files}请看一遍，再按一次按钮。"
