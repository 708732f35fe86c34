"""Tests of the assessment that moves with a person."""
