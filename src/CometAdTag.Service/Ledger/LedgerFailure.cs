using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Ledger;

/// <summary>Why the ledger's files failed, in plain words.</summary>
internal static class LedgerFailure
{
    // https://www.sqlite.org/rescode.html
    private const int Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CantOpen = 14, NotADatabase = 26;

    public static string Cause(Exception e) => e is not SqliteException sqlite ? e.Message.TrimEnd('.') : sqlite.SqliteErrorCode switch
    {
        Busy or Locked => "another program holds it locked",
        ReadOnly => "it may not be written",
        IoError => $"reading or writing it failed (SQLite error {sqlite.SqliteExtendedErrorCode})",
        Corrupt or NotADatabase => "it is damaged or no ledger; move it away to start with a new one",
        Full => "the disk is full",
        CantOpen => "it cannot be opened",
        _ => sqlite.Message.TrimEnd('.'),
    };
}
