"""Jobs: each names its queue, each line of the schedule is a job, and a message leaves only after the commit."""

import ast
from itertools import chain

from django.conf import settings

from coopnet.celery import app
from coopnet.schedule import BEAT
from tests.guards.source import HOUSE, nodes, python_files, tree


def house_jobs() -> dict:
    app.loader.import_default_modules()
    return {name: job for name, job in app.tasks.items() if job.__module__.split(".")[0] in HOUSE}


def test_every_job_is_named_after_its_app_and_names_a_queue():
    declared = []
    for path, node in nodes(ast.FunctionDef, *HOUSE):
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "shared_task":
                said = {keyword.arg: getattr(keyword.value, "value", None) for keyword in mark.keywords}
                declared.append(said.get("name"))
                assert path.name == "jobs.py", f"{path}: a job outside of jobs.py"
                assert said.get("queue") in settings.CELERY_QUEUES, f"{path}: {node.name} names no queue of ours"
                assert str(said.get("name")).startswith(f"{path.parts[0]}."), f"{path}: {node.name} has a strange name"
    assert len(declared) >= 4
    assert set(declared) == set(house_jobs())


def test_what_a_job_declares_is_where_it_goes():
    assert house_jobs()["nagging.sweep"].lane == "sweep"
    assert {job.lane for job in house_jobs().values()} <= set(settings.CELERY_QUEUES)


def test_every_line_of_the_schedule_is_a_job():
    assert len(BEAT) >= 3
    for name, line in BEAT.items():
        assert line["task"] in house_jobs(), f"{name} asks for {line['task']}, which nobody does"
        assert line["schedule"] > 0
        assert line["options"]["expires"] <= line["schedule"], f"{name} could pile up"


def test_a_message_leaves_only_after_the_commit():
    """``.delay`` stands inside ``transaction.on_commit(...)``, or in a job, which has no transaction around it."""
    published, loose = 0, []
    for path in python_files(*HOUSE):
        if path.name == "jobs.py":
            continue
        inside = set()
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "attr", "") == "on_commit":
                inside |= {id(below) for below in chain.from_iterable(ast.walk(part) for part in node.args)}
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.Attribute) and node.attr in ("delay", "apply_async") and path.name != "celery.py":
                published += 1
                if id(node) not in inside:
                    loose.append(f"{path}:{node.lineno}")
    assert published, "the guard sees no message at all"
    assert not loose
