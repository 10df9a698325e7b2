using System.Collections.Frozen;
using CometAdTag.Rotation.Refresh;
using CometAdTag.Service.Settings;

namespace CometAdTag.Service.Push;

/// <summary>The refresh policies that ad ops set through the API, kept in the control file; what is read is immutable and replaced whole.</summary>
internal sealed class SetPolicies(ControlFile control)
{
    private const string ZoneKind = "zone refresh", WebsiteKind = "website refresh";

    private volatile FrozenDictionary<string, RefreshOverrides> zones = Read(control, ZoneKind);
    private volatile FrozenDictionary<string, RefreshOverrides> websites = Read(control, WebsiteKind);

    public RefreshOverrides OfZone(string id) => zones.GetValueOrDefault(id, RefreshOverrides.None);

    public RefreshOverrides OfWebsite(string id) => websites.GetValueOrDefault(id, RefreshOverrides.None);

    /// <summary>Sets a zone's or website's policy, or removes it with null; durable and audited when it returns.</summary>
    public void Set(string who, bool isZone, string id, RefreshOverrides? policy)
    {
        var kind = isZone ? ZoneKind : WebsiteKind;
        control.Change(who, $"{kind} {(policy is null ? "removed" : "set")}", kind, id, policy is null ? null : RefreshDocument.Of(policy).ToJson());
        if (isZone) zones = Read(control, kind);
        else websites = Read(control, kind);
    }

    private static FrozenDictionary<string, RefreshOverrides> Read(ControlFile control, string kind) =>
        control.Entries(kind).ToFrozenDictionary(entry => entry.Id, entry => RefreshDocument.FromJson(entry.Json).ToOverrides());
}
