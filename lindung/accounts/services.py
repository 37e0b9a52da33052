"""The verbs of accounts."""

from __future__ import annotations

from datetime import date, timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.auth.password_validation import validate_password
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from lindung.accounts import problems
from lindung.accounts.models import Role, User
from lindung.accounts.rights import RoleName
from lindung.audit.services import Actor, record
from lindung.audit.verbs import verb
from lindung.kernel.problem import Refused
from lindung.regions.models import Region


def actor_of(user: User) -> Actor:
    """The signed-in person as the one who acts."""
    return Actor(user.username, user.name)


@verb
def open_account(*, username: str, name: str, password: str, actor: Actor, on: date) -> User:
    """An officer's account; for a known username, a new password. Raises ValidationError for a weak password."""
    user, made = User.objects.get_or_create(username=username, defaults={"name": name})
    user.name = name
    validate_password(password, user)
    user.set_password(password)
    user.save()
    record(
        actor=actor,
        verb="accounts.open_account" if made else "accounts.change_password",
        subject=f"user:{username}",
        on=on,
    )
    return user


@verb
def invite(
    *, username: str, name: str, role: RoleName, region: str, until: date | None, actor: Actor, on: date
) -> User:
    """An account without a password, with its first role; `link_for` it lets its owner set one."""
    if User.objects.filter(username=username).exists():
        raise Refused(problems.TAKEN.problem(username=username))
    user = User(username=username, name=name)
    user.set_unusable_password()
    user.save()
    give_role(user=user, role=role, region=region, until=until, actor=actor, on=on)
    record(actor=actor, verb="accounts.invite", subject=f"user:{username}", on=on, role=role, region=region)
    return user


def link_for(user: User) -> str:
    """Path at which the account's owner sets a password: good once, for PASSWORD_RESET_TIMEOUT."""
    key = urlsafe_base64_encode(force_bytes(user.pk))
    return reverse("accounts:invitation", args=[key, default_token_generator.make_token(user)])


@verb
def accept_invitation(*, user: User, password: str, on: date) -> None:
    """Its owner sets the password; the link is spent by that. Raises ValidationError for a weak password."""
    validate_password(password, user)
    user.set_password(password)
    user.save(update_fields=["password"])
    record(actor=actor_of(user), verb="accounts.accept_invitation", subject=f"user:{user.username}", on=on)


@verb
def give_role(
    *, user: User, role: RoleName, region: str, until: date | None = None, actor: Actor, on: date
) -> Role:
    """A role in a region from today on. Refused: to oneself (AKUN-01), unknown region, held already."""
    if actor.id == user.username:
        raise Refused(problems.OWN_ROLE.problem())
    if not Region.objects.filter(code=region, retired_on__isnull=True).exists():
        raise Refused(problems.UNKNOWN_REGION.problem(region=region))
    User.objects.select_for_update().get(pk=user.pk)
    if Role.objects.in_force(on).filter(user=user, name=role, region=region).exists():
        raise Refused(problems.ALREADY_HELD.problem(name=user.name))
    # The same day may see a role end and begin anew: the row of that day is taken up again.
    given, _ = Role.objects.update_or_create(
        user=user, name=role, region_id=region, since=on, defaults={"until": until, "given_by": actor.id}
    )
    user.__dict__.pop("_held", None)
    record(actor=actor, verb="accounts.give_role", subject=f"user:{user.username}", on=on, role=role, region=region)
    return given


@verb
def end_role(*, role: Role, actor: Actor, on: date, reason: str = "") -> None:
    """The role ends with yesterday; one that began today never was in force on any other day."""
    locked = Role.objects.select_for_update().select_related("user").get(pk=role.pk)
    if locked.until is not None and locked.until < on:
        raise Refused(problems.ENDED.problem())
    locked.until = max(locked.since, on - timedelta(days=1))
    if locked.since >= on:
        locked.since = locked.until = on - timedelta(days=1)
    locked.save(update_fields=["since", "until"])
    record(
        actor=actor,
        verb="accounts.end_role",
        subject=f"user:{locked.user.username}",
        on=on,
        reason=reason,
        role=locked.name,
        region=locked.region_id,
    )


@verb
def set_active(*, user: User, active: bool, actor: Actor, on: date, reason: str = "") -> None:
    """Close an account to its owner, and end what is open; or open it again."""
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        end_sessions(user)
    word = "accounts.open_again" if active else "accounts.close"
    record(actor=actor, verb=word, subject=f"user:{user.username}", on=on, reason=reason)


@verb
def forget_second_factor(*, user: User, actor: Actor, on: date, reason: str) -> None:
    """A lost telephone: the next sign-in sets a second factor up anew."""
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user)
    record(actor=actor, verb="accounts.forget_second_factor", subject=f"user:{user.username}", on=on, reason=reason)


def end_sessions(user: User) -> None:
    """Sign the user out everywhere."""
    for session in UserSession.objects.filter(user=user):
        session.end()
