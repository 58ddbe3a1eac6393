from litestar import Router

from sync.district.district import District


def console_routes(district: District, *, secure: bool = False) -> Router:
    return Router("/console", route_handlers=[])
