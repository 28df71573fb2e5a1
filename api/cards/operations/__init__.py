"""What happens to a card at the counter and at a till: each ends as an entry of its ledger."""
