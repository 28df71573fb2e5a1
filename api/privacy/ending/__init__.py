"""The end of a merchant's contract: nothing changes any more, all can be taken out, and when the
period of law is over, or earlier where the owner wants it so, everything goes."""
