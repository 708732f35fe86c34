"""Notices that wait for a council's answer, by the day on which it is due."""

from typing import Annotated, Final

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from hub.api.access import rules_for
from hub.api.gate import Asked
from hub.api.list_routes import ListQuery
from hub.api.purposes import View
from hub.api.refs import cursor_bytes, cursor_text
from hub.domain.days import day_of
from hub.web.environment import page
from hub.web.identity import identity_of
from hub.web.notices_view import kind_words, open_tag
from hub.web.session import Session, open_session
from hub.web.words import named

routes = APIRouter(include_in_schema=False)
_ANSWERS: Final = "notice_answers"
SessionIn = Annotated[Session, Depends(open_session)]


@routes.get("/notices")
async def notices_page(request: Request, session: SessionIn, query: Annotated[ListQuery, Query()]) -> Response:
    """Show open notices by council, the one that is due first first."""
    await session.admit(Asked(View.NOTICES, "list", council=query.council))
    api, names = session.parts.api, session.parts.names
    found = await api.reading.notices(query.council, cursor_bytes(query.after), query.limit)
    today = day_of(api.clock.now())
    councils = (await api.reading.choices(today, "referrals")).get("provider", ())
    shown = page(
        request,
        "notices.jinja",
        notices=[
            {
                "ref": each["subject_ref"],
                "who": identity_of(each["card"], today),
                "kind": kind_words(each["kind"]),
                "hospital": named(names, "trust", (each["spell"] or {}).get("trust")),
                "council": named(names, "council", each["council"]),
                "issued_at": each["issued_at"],
                "due": each["answer_due"],
                "tag": open_tag(each),
            }
            for each in found.notices
        ],
        council_names=sorted(((code, named(names, "council", code)) for code in councils), key=lambda pair: pair[1]),
        may_answer=bool(rules_for(api.policy, session.caller.role, View.ENTRIES, _ANSWERS)),
        query=query,
        after=cursor_text(found.next),
    )
    return session.dress(shown)
