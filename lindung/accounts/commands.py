"""`lindung users`: accounts, invitations and roles."""

from __future__ import annotations

from datetime import date

import click
from django.core.exceptions import ValidationError

from lindung.accounts import problems
from lindung.accounts.models import Role, User
from lindung.accounts.rights import RoleName
from lindung.accounts.services import end_role, give_role, invite, link_for, open_account
from lindung.audit.options import acting, day_of
from lindung.audit.services import Actor
from lindung.kernel.problem import Refused

ROLES = click.Choice([str(role) for role in RoleName])


@click.group()
def users() -> None:
    """Accounts of officers for the web pages, and their roles."""


@users.command()
@click.argument("username")
@click.option("--name", required=True, help="The person's name as people know it")
@click.password_option(help="Asked for when it is not given")
@acting
def add(username: str, name: str, password: str, actor: Actor, on: date) -> None:
    """Open an account, or give a known one a new password."""
    try:
        open_account(username=username, name=name, password=password, actor=actor, on=on)
    except ValidationError as weak:
        raise click.BadParameter(" ".join(weak.messages), param_hint="--password") from weak
    click.echo(f"Akun {username} siap.")


@users.command("invite")
@click.argument("username")
@click.argument("role", type=ROLES)
@click.argument("region")
@click.option("--name", required=True, help="The person's name as people know it")
@click.option("--until", metavar="YYYY-MM-DD", help="Last day of the role")
@acting
def invite_command(
    username: str, role: str, region: str, name: str, until: str | None, actor: Actor, on: date
) -> None:
    """Open an account with a role and print the link at which its owner sets the password."""
    last = day_of(until) if until else None
    user = invite(username=username, name=name, role=RoleName(role), region=region, until=last, actor=actor, on=on)
    click.echo(link_for(user))


@users.command()
@click.argument("username")
def link(username: str) -> None:
    """Print a fresh link at which the owner of an account sets a password; good once, for seven days."""
    click.echo(link_for(_user(username)))


@users.command()
@click.argument("username")
@click.argument("role", type=ROLES)
@click.argument("region")
@click.option("--until", metavar="YYYY-MM-DD", help="Last day of the role")
@click.option("--end", is_flag=True, help="End the role instead of giving it")
@acting
def role(username: str, role: str, region: str, until: str | None, end: bool, actor: Actor, on: date) -> None:
    """Give an officer a role in a region, or end it."""
    user = _user(username)
    if not end:
        last = day_of(until) if until else None
        give_role(user=user, role=RoleName(role), region=region, until=last, actor=actor, on=on)
        click.echo(f"{username}: {RoleName(role).label} di {region}.")
        return
    held = Role.objects.in_force(on).filter(user=user, name=role, region=region).first()
    if held is None:
        raise Refused(problems.ENDED.problem())
    end_role(role=held, actor=actor, on=on)
    click.echo(f"{username}: {RoleName(role).label} di {region} berakhir.")


@users.command("list")
@click.option("--region", default="", help="Only roles inside this region")
def list_roles(region: str) -> None:
    """Every role in force and to come: account, name, role, region, days."""
    rows = Role.objects.filter(region__code__startswith=region).select_related("user", "region")
    for one in rows.order_by("region_id", "name", "user__username"):
        until = one.until or ""
        click.echo(f"{one.user.username}\t{one.user.name}\t{one.name}\t{one.region_id}\t{one.since}\t{until}")


def _user(username: str) -> User:
    user = User.objects.filter(username=username).first()
    if user is None:
        raise Refused(problems.UNKNOWN_USER.problem(username=username))
    return user
