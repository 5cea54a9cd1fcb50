"""What proves a package or an application: hands, signers, digests, commands."""
