"""How often one connection may write without an account, or guess a receipt's code."""

from accounts.throttle import Limit

GUEST_TEXTS = Limit(name="guest-texts", most=60)
WRONG_CODES = Limit(name="wrong-codes", most=20)
