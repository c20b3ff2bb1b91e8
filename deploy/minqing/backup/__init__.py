"""Backups: all databases at one moment, their keys apart; and the way back, verified before anything is used."""
