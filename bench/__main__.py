"""``make bench``: a private PostgreSQL, the three worlds, and every figure beside its bound and its goal."""

import os
import sys


def main() -> int:
    """Runs the parts named as arguments (web, mail, sweep), or all; BENCH_ROUNDS sets the rounds (at least 5)."""
    from tests.run import postgres

    rounds = max(5, int(os.environ.get("BENCH_ROUNDS", "7")))
    wanted = set(sys.argv[1:]) or {"web", "mail", "sweep"}
    with postgres() as url:
        if not url:
            sys.stderr.write("make bench needs PostgreSQL: apt-get install --no-install-recommends postgresql\n")
            return 1
        os.environ |= {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "coopnet.settings"}
        _create_database()
        _measure(wanted, rounds)
    return 0


def _create_database() -> None:
    import psycopg2

    base, _slash, name = os.environ["DATABASE_URL"].rpartition("/")
    connection = psycopg2.connect(f"{base}/postgres")
    connection.autocommit = True
    connection.cursor().execute(f'CREATE DATABASE "{name}"')
    connection.close()


def _measure(wanted: set[str], rounds: int) -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    from bench import mail, sweep, web, world
    from bench.report import heading

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(f"PostgreSQL {connection.pg_version // 10000}, medians of ratios over {rounds} interleaved rounds")
    heading()
    manager, leads = world.people()
    made = world.portfolio(manager, leads, 2000)
    if "web" in wanted:
        web.run(rounds, manager, leads, made)
    if "mail" in wanted:
        mail.run(rounds)
    if "sweep" in wanted:
        sweep.run(rounds, manager.pk)


if __name__ == "__main__":
    raise SystemExit(main())
