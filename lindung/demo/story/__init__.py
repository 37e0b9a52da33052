"""The programme of 2025 told day by day: every act is the verb an officer would use, on the day it happened."""
