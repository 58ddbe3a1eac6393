"""What the server writes on standard error: where something went wrong, without a villager's words."""

import logging

from forms.where_not_what import WhereNotWhat


def log_without_words() -> None:
    """From now on warnings and errors of the whole process, uvicorn's too, go to standard error in this form."""
    handler = logging.StreamHandler()
    handler.setFormatter(WhereNotWhat("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.basicConfig(level=logging.WARNING, handlers=[handler])
