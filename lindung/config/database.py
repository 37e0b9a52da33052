"""Making, migrating and granting the database; everything that needs the owner's role."""

from __future__ import annotations

import contextlib

import psycopg
import psycopg.sql as sql
from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, ProgrammingError, connections
from django.db.migrations.executor import MigrationExecutor

from lindung.config import embedded
from lindung.config.embedded import APP, CannotRun

DEMO_MARK = "made by lindung demo"
APPEND_ONLY = "lindung_append_only"
# Tables of libraries whose rows come and go.
PASSING = (
    "django_session",
    "accounts_user_groups",
    "accounts_user_user_permissions",
    "usersessions_usersession",
    "mfa_authenticator",
    "lindung_cache",
    "procrastinate_jobs",
    "procrastinate_events",
    "procrastinate_periodic_defers",
    "procrastinate_workers",
)


def prepare() -> None:
    """A running server with a migrated database. The embedded one is made where there is none."""
    if settings.EMBEDDED:
        embedded.start(embedded.server())
        _create_where_missing(str(settings.DATABASES["owner"]["NAME"]))
    if not _is_migrated():
        if not settings.EMBEDDED:
            raise CannotRun("The database waits for migrations: run `lindung migrate`.")
        migrate()


def migrate() -> None:
    """Apply migrations as the owner, then grant the program's role what it may do, no more."""
    with _owner_link() as link:
        if not link.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [APP]).fetchone():
            link.execute(sql.SQL("CREATE ROLE {}").format(sql.Identifier(APP)))
            link.execute(sql.SQL("GRANT {} TO CURRENT_USER").format(sql.Identifier(APP)))
    call_command("migrate", database="owner", verbosity=0, interactive=False)
    call_command("createcachetable", database="owner", verbosity=0)
    grant()
    connections["owner"].close()


def grant() -> None:
    """Rows may be read, added and (but for append-only tables) changed; never deleted, no structure touched."""
    with connections["owner"].cursor() as cursor:
        version = cursor.connection.info.server_version
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {APP}")
        # Nothing a room keeps is ever deleted; only what libraries keep for a while is.
        cursor.execute(f"GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO {APP}")
        cursor.execute(f"GRANT DELETE ON {', '.join(PASSING)} TO {APP}")
        cursor.execute(f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {APP}")
        if version >= 170000:
            # To ANALYZE what it has just loaded, or the next statement is planned for an empty table. Before
            # version 17 only the owner can; autovacuum does it there, a minute later.
            cursor.execute(f"GRANT MAINTAIN ON ALL TABLES IN SCHEMA public TO {APP}")
        for table in append_only_tables():
            cursor.execute(
                sql.SQL("REVOKE UPDATE ON {} FROM {}").format(sql.Identifier(table), sql.Identifier(APP))
            )
        cursor.execute(f"REVOKE INSERT, UPDATE ON django_migrations FROM {APP}")


def append_only_tables() -> list[str]:
    """The tables whose trigger refuses change; asked of the database itself."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT c.relname FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " JOIN pg_class c ON c.oid = t.tgrelid WHERE p.proname = %s ORDER BY 1",
            [APPEND_ONLY],
        )
        return [name for (name,) in cursor.fetchall()]


def recreate_for_demo() -> None:
    """An empty database with the demo's mark. Raises CannotRun where the data is not the demo's own."""
    if settings.EMBEDDED:
        embedded.start(embedded.server())
    name = str(settings.DATABASES["owner"]["NAME"])
    for alias in ("default", "owner"):
        connections[alias].close()
    with _owner_link("postgres") as link:
        if _exists(link, name) and _mark(link, name) != DEMO_MARK and _holds_people():
            raise CannotRun(
                f"The database {name} holds data that the demo did not make; the demo will not touch it.\n"
                "Use another one: LINDUNG_DATABASE=lindung_demo lindung demo"
            )
        connections["owner"].close()
    recreate(name, mark=DEMO_MARK)
    migrate()


def is_demo() -> bool:
    """Whether the database in use was made by `lindung demo`."""
    with connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return bool(cursor.fetchone()[0] == DEMO_MARK)


def drop(name: str) -> None:
    """Drop the database with all in it, whoever is connected."""
    with _owner_link("postgres") as link:
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def names(prefix: str) -> list[str]:
    """Databases of the server whose name begins with `prefix`."""
    with _owner_link("postgres") as link:
        rows = link.execute("SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix])
        return sorted(name for (name,) in rows)


def recreate(name: str, mark: str = "") -> None:
    """Drop the database with all in it and make an empty one."""
    drop(name)
    with _owner_link("postgres") as link:
        database = sql.Identifier(name)
        link.execute(sql.SQL("CREATE DATABASE {}").format(database))
        link.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(database, sql.Literal(mark)))


def _is_migrated() -> bool:
    try:
        executor = MigrationExecutor(connections["owner"])
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except OperationalError as trouble:
        raise CannotRun(f"The database does not answer: {trouble}") from trouble
    finally:
        connections["owner"].close()


def _create_where_missing(name: str) -> None:
    with _owner_link("postgres") as link:
        if not _exists(link, name):
            with contextlib.suppress(psycopg.errors.DuplicateDatabase, psycopg.errors.UniqueViolation):
                link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))


def _owner_link(database: str | None = None) -> psycopg.Connection:
    """A plain connection as the owner, outside any transaction."""
    owner = connections["owner"].settings_dict
    known = {"dbname": database or owner["NAME"], "user": owner["USER"], "password": owner["PASSWORD"]}
    place = {"host": owner["HOST"], "port": owner["PORT"]}
    words = {name: str(value) for name, value in (known | place).items() if value}
    try:
        return psycopg.connect(autocommit=True, connect_timeout=10, **words)  # type: ignore[arg-type]
    except psycopg.OperationalError as trouble:
        raise CannotRun(f"The database does not answer: {trouble}") from trouble


def _exists(link: psycopg.Connection, name: str) -> bool:
    return bool(link.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone())


def _mark(link: psycopg.Connection, name: str) -> str | None:
    row = link.execute(
        "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
    ).fetchone()
    return row[0] if row else None


def _holds_people() -> bool:
    """Whether somebody's own work is in the database: any person or programme."""
    with connections["owner"].cursor() as cursor:
        try:
            cursor.execute("SELECT EXISTS (SELECT FROM people_person) OR EXISTS (SELECT FROM programmes_programme)")
            return bool(cursor.fetchone()[0])
        except ProgrammingError:  # no such table: nothing was ever kept here
            return False
