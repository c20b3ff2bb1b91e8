"""Questions that notify answers: who is to be told, what is to be sent, what arrived, what somebody's inbox holds."""
