"""A counter whose clock is wrong: nothing is lost, and all goes on once it is set right."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from counter_app.failures import CounterError, FailureCode
from counter_app.hub.https import HttpsHub
from counter_app.model.message import InboundMessage
from counter_app.sandbox.run import HubClient, SandboxTown
from tests.hub_kit import NOW, PY, TOWN, StoryClock, memory_folder, request_to


@pytest.fixture(scope="module")
def town() -> Iterator[SandboxTown]:
    with memory_folder() as folder, SandboxTown(folder, lambda: NOW) as running:
        running.hub.store.enrol("person-1", TOWN, PY)
        yield running


@pytest.fixture
def clock() -> StoryClock:
    """The counter's own; everybody else's stands at `NOW`."""
    return StoryClock()


@pytest.fixture
def hub(town: SandboxTown, clock: StoryClock) -> Iterator[HttpsHub]:
    client = HubClient(town.files, clock)
    yield client.transport
    client.close()


def test_a_request_from_a_clock_ahead_is_no_refusal_and_leaves_once_the_clock_is_right(
    hub: HttpsHub, clock: StoryClock, town: SandboxTown
) -> None:
    request = request_to()
    clock.forward(minutes=6)
    with pytest.raises(CounterError, match="進んでいます") as failure:
        hub.send(request)
    assert failure.value.code is FailureCode.HUB_UNREACHABLE
    clock.now = NOW
    hub.send(request)
    assert town.hub.store.message(request.id) is not None


def test_a_reply_waits_at_the_hub_until_a_clock_behind_has_come_as_far(
    hub: HttpsHub, clock: StoryClock, town: SandboxTown
) -> None:
    request = request_to()
    hub.send(request)
    while town.tick():
        pass
    clock.now = NOW - timedelta(minutes=6)
    with pytest.raises(CounterError, match="遅れています") as failure:
        hub.fetch()
    assert failure.value.code is FailureCode.HUB_UNREACHABLE
    clock.now = NOW
    replies = [one for one in hub.fetch() if isinstance(one, InboundMessage)]
    assert request.id in [reply.in_reply_to for reply in replies]
