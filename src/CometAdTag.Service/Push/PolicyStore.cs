using System.Collections.Frozen;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>Keeps the refresh policies that ad ops set through the API in the control file; what is read is immutable and replaced whole.</summary>
internal sealed class PolicyStore(ControlFile control)
{
    private const string ZoneKind = "zone refresh", WebsiteKind = "website refresh";

    private readonly Lock setting = new();
    private volatile PolicySet current = Read(control);

    public PolicySet Current => current;

    /// <summary>Sets a zone's or website's policy, or removes it with null; durable and audited when it returns.</summary>
    public void Set(string who, bool isZone, string id, RefreshOverrides? policy)
    {
        var kind = isZone ? ZoneKind : WebsiteKind;
        lock (setting)
        {
            control.Change(who, $"{kind} {(policy is null ? "removed" : "set")}", kind, id, policy is null ? null : RefreshDocument.Of(policy).ToJson());
            current = Read(control);
        }
    }

    private static PolicySet Read(ControlFile control) => new(Read(control, ZoneKind), Read(control, WebsiteKind));

    private static FrozenDictionary<string, RefreshOverrides> Read(ControlFile control, string kind) =>
        control.Entries(kind).ToFrozenDictionary(entry => entry.Id, entry => RefreshDocument.FromJson(entry.Json).ToOverrides());
}
