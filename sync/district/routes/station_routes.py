"""`POST /enrol`, `POST /sync`, `GET /health`: bytes in, signed bytes out."""

from anyio import to_thread
from litestar import Response, get, post
from litestar.params import RawBody
from litestar.types import ControllerRouterHandler

from sync.district.database.engine import reading
from sync.district.district import District, incarnation
from sync.district.exchange import exchange
from sync.district.stations import enrol
from sync.protocol.codec import MAX_REQUEST_BYTES
from sync.protocol.messages import OLDEST_PROTOCOL, PROTOCOL_VERSION

MEDIA_TYPE = "application/x-village-station"
MAX_ENROLMENT_BYTES = 64 * 1024


def station_routes(district: District) -> list[ControllerRouterHandler]:
    """The handlers of one district. Each runs in a worker thread: the database is waited for there."""

    @post("/enrol", status_code=200, request_max_body_size=MAX_ENROLMENT_BYTES)
    async def enrol_device(body: RawBody) -> Response[bytes]:
        return Response(await to_thread.run_sync(enrol, district, body), media_type=MEDIA_TYPE)

    @post("/sync", status_code=200, request_max_body_size=MAX_REQUEST_BYTES)
    async def sync(body: RawBody) -> Response[bytes]:
        return Response(await to_thread.run_sync(exchange, district, body), media_type=MEDIA_TYPE)

    @get("/health")
    async def health() -> dict[str, object]:
        return await to_thread.run_sync(_health, district)

    return [enrol_device, sync, health]


def _health(district: District) -> dict[str, object]:
    with reading(district.engine) as connection:
        here = incarnation(connection, district)
    return {"ready": True, "protocols": [OLDEST_PROTOCOL, PROTOCOL_VERSION], "incarnation": here}
