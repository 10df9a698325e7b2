using System.Collections.Immutable;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Access;

/// <summary>The keys that are accepted now: those of the settings or, with none there, the admin key; and those made by command.</summary>
internal sealed class AccessKeys
{
    /// <summary>Characters; what is longer is no key and not worth a hash.</summary>
    private const int LongestKey = 256;

    /// <summary>How long a key that another process has made or revoked may go unnoticed.</summary>
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly AdminKeyFile adminKey;
    private readonly StoredKeys storedKeys;
    private readonly TimeProvider time;
    private readonly ILogger<AccessKeys> log;
    private readonly Lock looking = new();
    private volatile IReadOnlyList<AccessKey> given;
    private volatile IReadOnlyList<AccessKey> stored = [];
    private long version = -1;
    private long lookedAt;

    public AccessKeys(Live<AccessOptions> options, AdminKeyFile adminKey, StoredKeys storedKeys, TimeProvider time, ILogger<AccessKeys> log)
    {
        (this.adminKey, this.storedKeys, this.time, this.log) = (adminKey, storedKeys, time, log);
        given = Given(options.Value);
        options.OnChange(changed => given = Given(changed));
        Read();
    }

    /// <summary>The key whose text this is, or null; looks at all of them whichever it is.</summary>
    public AccessKey? Find(string text)
    {
        if (text.Length > LongestKey) return null;
        Follow();
        var digest = AccessKey.DigestOf(text);
        AccessKey? found = null;
        foreach (var key in stored.Concat(given))
            if (key.Is(digest)) found = key;
        return found;
    }

    private void Follow()
    {
        lock (looking)
            if (time.GetElapsedTime(lookedAt) >= Look) TryRead();
    }

    private void TryRead()
    {
        try
        {
            Read();
        }
        catch (ControlFileException failed)
        {
            lookedAt = time.GetTimestamp();
            log.LogError("The keys cannot be read anew, those known so far stay: {Cause}", failed.Message);
        }
    }

    private void Read()
    {
        // The version first: what changes in between is read again at the next look
        var current = storedKeys.Version;
        if (current != version) stored = [.. storedKeys.All().Select(each => each.Key)];
        (version, lookedAt) = (current, time.GetTimestamp());
    }

    private IReadOnlyList<AccessKey> Given(AccessOptions options) => options.Keys.Count == 0
        ? [new AccessKey(AdminKeyFile.Name, Role.Admin, AccessKey.DigestOf(adminKey.ReadOrMake()))]
        : [.. options.Keys.Select(key => new AccessKey(key.Name, key.Role!.Value, [.. Convert.FromHexString(key.Sha256)]))];
}
