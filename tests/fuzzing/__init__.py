"""Seeded mutants: broken inputs made from sound ones, and what must hold whatever they are."""
