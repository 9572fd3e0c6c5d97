"""Jobs: the file broker, the queues, and a broker that is away."""

import json
import threading
import time

import pytest
from celery import Celery
from django.core.cache import cache
from kombu import Connection
from kombu.transport import filesystem

from coopnet import beat, broker, health
from coopnet.celery import DutyTask, app
from coopnet.jobs import heartbeat
from tests.coopnet.test_supervisor import wait_until


def file_broker(folder, transport: str = "coopnet-files") -> Connection:
    # kombu remembers per process which queues it has bound; here every test has a folder of its own.
    filesystem.Transport.global_state.clear()
    for name in ("messages", "control"):
        (folder / name).mkdir(exist_ok=True)
    messages = str(folder / "messages")
    options = {"data_folder_in": messages, "data_folder_out": messages, "control_folder": str(folder / "control")}
    return Connection(f"{transport}://localhost", transport_options=options)


@pytest.mark.parametrize(
    ("transport", "module", "early"), [("coopnet-files", broker, 0), ("filesystem", filesystem, 1)]
)
def test_a_message_appears_when_it_is_complete(tmp_path, monkeypatch, transport, module, early):
    """While the message is being written nobody can see it; with kombu's own transport an empty file is there."""
    visible = []

    def slow_dumps(payload):
        visible.extend((tmp_path / "messages").glob("*.msg"))
        return json.dumps(payload)

    monkeypatch.setattr(module, "dumps", slow_dumps)
    with file_broker(tmp_path, transport) as writing:
        writing.SimpleQueue("default").put({"number": 1})
    assert len(visible) == early
    assert len(list((tmp_path / "messages").glob("*.msg"))) == 1


def test_a_thousand_messages_arrive_once_each(tmp_path):
    """A writer and a reader at the same folder at the same time."""
    text, count, seen = "x" * 20_000, 1000, []
    with file_broker(tmp_path) as writing, file_broker(tmp_path) as reading:
        source = reading.SimpleQueue("default")

        def write() -> None:
            target = writing.SimpleQueue("default")
            for number in range(count):
                target.put({"number": number, "text": text})
            target.close()

        writer = threading.Thread(target=write)
        writer.start()
        while len(seen) < count:
            message = source.get(timeout=20)
            seen.append(message.payload["number"])
            assert len(message.payload["text"]) == len(text)
            message.ack()
        writer.join()
        source.close()
    assert sorted(seen) == list(range(count))
    assert not list((tmp_path / "messages").iterdir())


def test_a_job_goes_into_the_queue_that_it_names(tmp_path):
    house = Celery("house", broker="coopnet-files://localhost", task_cls=DutyTask, set_as_current=False)
    house.conf.update({key: app.conf[key] for key in ("task_queues", "task_default_queue", "task_ignore_result")})
    with file_broker(tmp_path) as connection:
        house.conf.broker_transport_options = connection.transport_options

    @house.task(name="house.letter", queue="mail")
    def letter() -> None:
        """A job that names its queue."""

    letter.delay()
    letter.apply_async(queue="sweep")
    names = sorted(file.name.split(".")[1] for file in (tmp_path / "messages").iterdir())
    assert names == ["mail", "sweep"]
    message = json.loads(next((tmp_path / "messages").glob("*.mail.msg")).read_text())
    assert message["headers"]["task"] == "house.letter"


@pytest.mark.parametrize("address", ["redis://127.0.0.1:9/0"])
def test_a_broker_that_is_away_neither_fails_nor_delays_a_request(address, caplog):
    house = Celery("house", broker=address, task_cls=DutyTask, set_as_current=False)
    wanted = ("broker_connection_timeout", "task_publish_retry", "task_queues", "task_ignore_result")
    house.conf.update({key: app.conf[key] for key in wanted})
    away = {"max_retries": 1, "interval_start": 0, "interval_step": 0.1, "interval_max": 0.1}
    assert away.items() <= app.conf.broker_transport_options.items()
    house.conf.broker_transport_options = app.conf.broker_transport_options

    @house.task(name="house.letter", queue="mail")
    def letter() -> None:
        """A job that nobody will get."""

    started = time.monotonic()
    assert letter.delay() is None
    assert time.monotonic() - started < 3
    assert "house.letter waits for its sweep" in caplog.text


def test_every_thread_publishes_through_this_application():
    found = []
    thread = threading.Thread(target=lambda: found.append(heartbeat.app))
    thread.start()
    thread.join()
    assert found == [app]


def test_beat_catches_up_at_once_after_a_start():
    scheduler = beat.PromptScheduler(app=app)
    assert scheduler.schedule
    assert all(entry.is_due().is_due for entry in scheduler.schedule.values())


def test_the_heartbeat_is_a_job_that_may_run_twice(db):
    heartbeat()
    heartbeat()
    assert cache.get(health.HEARTBEAT)


@pytest.mark.slow
@pytest.mark.redis
def test_a_worker_on_redis_does_what_beat_asks_for(start_worker, start_beat, redis_url):
    cache.delete(health.HEARTBEAT)
    start_worker(REDIS_URL=redis_url)
    start_beat(REDIS_URL=redis_url)
    start_beat(REDIS_URL=redis_url)
    wait_until(lambda: cache.get(health.HEARTBEAT), 60)
