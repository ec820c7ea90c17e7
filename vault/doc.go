// Package vault keeps a person's authenticator accounts: the secrets behind
// their one-time codes and the recovery codes their services gave them.
//
// It has three parts that can be read on their own:
//
//   - accounts, key URIs and codes: ParseKeyURI, CodeAt, CodeForCounter;
//   - recovery codes: RecoveryStatus, ReadRecoveryText;
//   - the vault over a Keyring: Open, then the methods of Vault.
//
// A program calls Open first. It decides nothing about windows, terminals or
// pictures, never starts a process, and opens no network connection.
package vault
