using System.Collections.Immutable;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Access;

/// <summary>The keys that are accepted now: those of the settings or, with none there, the admin key.</summary>
internal sealed class AccessKeys
{
    /// <summary>Characters; what is longer is no key and not worth a hash.</summary>
    private const int LongestKey = 256;

    private readonly AdminKeyFile adminKey;
    private volatile IReadOnlyList<AccessKey> keys;

    public AccessKeys(Live<AccessOptions> options, AdminKeyFile adminKey)
    {
        this.adminKey = adminKey;
        keys = Accepted(options.Value);
        options.OnChange(changed => keys = Accepted(changed));
    }

    /// <summary>The key whose text this is, or null; looks at all of them whichever it is.</summary>
    public AccessKey? Find(string text)
    {
        if (text.Length > LongestKey) return null;
        var digest = AccessKey.DigestOf(text);
        AccessKey? found = null;
        foreach (var key in keys)
            if (key.Is(digest)) found = key;
        return found;
    }

    private IReadOnlyList<AccessKey> Accepted(AccessOptions options) => options.Keys.Count == 0
        ? [new AccessKey("admin.key", Role.Admin, AccessKey.DigestOf(adminKey.ReadOrMake()))]
        : [.. options.Keys.Select(key => new AccessKey(key.Name, key.Role!.Value, [.. Convert.FromHexString(key.Sha256)]))];
}
