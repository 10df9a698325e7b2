using Microsoft.Data.Sqlite;

namespace CometAdTag.Service.Settings;

/// <summary>What people set through the API and by commands, each change with its row in the audit: control.db of the data folder, shared with other processes.</summary>
internal sealed class ControlFile : IDisposable
{
    // seconds: longer than any change of another process takes
    private const int BusyTimeout = 5;

    private readonly Lock reading = new();
    private readonly Lock writing = new();
    private readonly TimeProvider time;
    // One of each: a reader waits for no writer, and sees by data_version what the writer and other processes have changed
    private readonly SqliteConnection reader;
    private readonly SqliteConnection writer;

    /// <summary>Makes the file, for its owner only, if there is none.</summary>
    public ControlFile(DataFolder data, TimeProvider time)
    {
        this.time = time;
        Path = System.IO.Path.Combine(data.Root, "control.db");
        (writer, reader) = (Connection(Path), Connection(Path));
        try
        {
            MakeForOwner(Path);
            writer.Open();
            ControlFileSchema.Prepare(writer);
            reader.Open();
        }
        catch (Exception failed) when (failed is SqliteException or IOException or InvalidDataException or UnauthorizedAccessException)
        {
            Dispose();
            throw new SettingsException([$"{Path}: cannot be used: {Cause(failed)}."]);
        }
    }

    public string Path { get; }

    /// <summary>Another number whenever anything in the file has changed, by whichever process.</summary>
    public long Version => Read(connection => (long)Statement.Once(connection, "PRAGMA data_version")!);

    /// <summary>All entries of a kind, by id.</summary>
    public IReadOnlyList<(string Id, string Json)> Entries(string kind) => Read(connection =>
    {
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT id, json FROM settings_entries WHERE kind = $kind ORDER BY id";
        command.Parameters.AddWithValue("$kind", kind);
        using var rows = command.ExecuteReader();
        var entries = new List<(string, string)>();
        while (rows.Read()) entries.Add((rows.GetString(0), rows.GetString(1)));
        return entries;
    });

    /// <summary>Sets an entry, or removes it (json null), with its audit row in the same durable transaction; what changes nothing leaves no row. Answers the json before.</summary>
    public string? Change(string who, string what, string kind, string id, string? json) => Write(change =>
    {
        var before = (string?)Statement.Once(change.Connection, "SELECT json FROM settings_entries WHERE kind = ?1 AND id = ?2", kind, id);
        if (before == json) return before;
        if (json is null) Statement.Once(change.Connection, "DELETE FROM settings_entries WHERE kind = ?1 AND id = ?2", kind, id);
        else Statement.Once(change.Connection, "INSERT OR REPLACE INTO settings_entries VALUES (?1, ?2, ?3)", kind, id, json);
        change.Audit(who, what, id, before, json);
        return before;
    });

    public T Read<T>(Func<SqliteConnection, T> read)
    {
        lock (reading) return Guarded(() => read(reader));
    }

    /// <summary>All of it is kept, durably, or nothing.</summary>
    public T Write<T>(Func<ControlFileChange, T> write)
    {
        lock (writing) return Guarded(() =>
        {
            using var transaction = writer.BeginTransaction(deferred: false);
            var answer = write(new(writer, time.GetUtcNow()));
            transaction.Commit();
            return answer;
        });
    }

    public void Dispose()
    {
        reader.Dispose();
        writer.Dispose();
    }

    private T Guarded<T>(Func<T> use)
    {
        try
        {
            return use();
        }
        catch (SqliteException failed)
        {
            throw new ControlFileException(Path, Cause(failed), failed);
        }
    }

    private static SqliteConnection Connection(string path) =>
        new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = BusyTimeout }.ToString());

    /// <summary>SQLite gives its other files the mode of this one.</summary>
    private static void MakeForOwner(string path)
    {
        if (File.Exists(path)) return;
        var options = new FileStreamOptions { Mode = FileMode.OpenOrCreate, Access = FileAccess.Write, Share = FileShare.ReadWrite };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        new FileStream(path, options).Dispose();
    }

    // https://www.sqlite.org/rescode.html
    private static string Cause(Exception failed) => (failed as SqliteException)?.SqliteErrorCode switch
    {
        5 or 6 => "another program holds it locked",
        8 => "it may not be written",
        11 or 26 => "it is damaged or of another program; move it away to start with a new one",
        13 => "the disk is full",
        14 => "it cannot be opened",
        _ => failed.Message.TrimEnd('.'),
    };
}
