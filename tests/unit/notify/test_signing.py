"""A webhook as it is signed and sent, pinned (formats 7), and read with the libraries that receivers use."""

import base64
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cloudevents.core.bindings.http import HTTPMessage, from_structured
from cloudevents.core.formats.json import JSONFormat
from cloudevents.core.v1.event import CloudEvent
from standardwebhooks.webhooks import Webhook, WebhookVerificationError

from services.notify.adapters.signing import new_secret, signed
from services.notify.policies import outward
from services.notify.queries.cloudevents import as_text, cloud_event, sequence
from shared import clock
from shared.contracts import casework
from tests.unit.notify import cast

GOLDEN = Path(__file__).parent / "golden" / "signed-webhook.json"
SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # the one of the specification's own example
SENT = datetime(2026, 1, 2, 3, 4, 5, 678_000, UTC)
REPLY = cast.case(casework.ReplyIssued, handling_unit=cast.LAND)
ROW = {
    "fact": cast.FACT,
    "fact_type": REPLY.type,
    "subject": f"case/{cast.MATTER}",
    "at": cast.NOON,
    "number": 7,
    "data": outward(REPLY),
}
BODY = as_text(cloud_event(cast.TENANT, ROW))


def test_a_signed_webhook_is_fixed() -> None:
    headers = signed(f"{cast.SUBSCRIPTION}/7", SENT, BODY, [SECRET])
    assert {"secret": SECRET, "headers": dict(headers), "body": BODY} == json.loads(GOLDEN.read_text("utf-8"))


def test_a_receiver_checks_it_with_the_standard_library() -> None:
    headers = dict(signed(f"{cast.SUBSCRIPTION}/7", clock.now(), BODY, [SECRET]))
    assert Webhook(SECRET).verify(BODY, headers)["id"] == str(cast.FACT)
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(BODY.replace("国土", "经贸"), headers)
    with pytest.raises(WebhookVerificationError):
        Webhook(new_secret()).verify(BODY, headers)


def test_while_a_secret_is_changed_both_verify() -> None:
    new = new_secret()
    headers = dict(signed("s/1", clock.now(), BODY, [new, SECRET]))
    for secret in (new, SECRET):
        assert Webhook(secret).verify(BODY, headers)


def test_the_body_is_a_cloud_event() -> None:
    message = HTTPMessage(headers={"content-type": "application/cloudevents+json"}, body=BODY.encode())
    event = from_structured(message, JSONFormat(), CloudEvent)
    assert (event.get_id(), event.get_source()) == (str(cast.FACT), "/districts/shifan/casework")
    assert event.get_type() == "minqing.casework.reply-issued.v1"
    assert event.get_subject() == f"case/{cast.MATTER}"
    assert event.get_time() == cast.NOON
    assert event.get_extension("sequence") == "00000000000000000007"
    assert event.get_data() == outward(REPLY)


def test_nothing_leaves_that_only_the_districts_services_need() -> None:
    members = {
        "specversion",
        "id",
        "source",
        "type",
        "subject",
        "time",
        "datacontenttype",
        "tenant",
        "sequence",
        "data",
    }
    assert json.loads(BODY).keys() == members


def test_sequences_compare_as_texts() -> None:
    assert sequence(9) < sequence(10) < sequence(2**63 - 1)
    assert len(sequence(1)) == 20


def test_each_secret_is_another_one_with_enough_in_it() -> None:
    assert new_secret() != new_secret()
    assert len(base64.b64decode(new_secret().removeprefix("whsec_"))) == 32
