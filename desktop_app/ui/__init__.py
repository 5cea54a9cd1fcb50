"""The window: Qt only. Talks to the desk alone; every act runs through `tasks`, every sentence through `messages`."""
