using System.Text.Json;
using CometAdTag.Rotation.Refresh;

namespace CometAdTag.Rotation.Wire;

/// <summary>Writes what the service says to a page: JSON without white space, type first.</summary>
public static class ServiceFrames
{
    public static Frame Ping { get; } = Write("ping", 0, static (_, _) => { });

    public static Frame Ready(string page, TimeSpan heartbeat, IReadOnlyList<ReadySlot> slots) =>
        Write("ready", (page, heartbeat, slots), static (json, ready) =>
        {
            json.WriteString("page", ready.page);
            json.WriteNumber("heartbeat", (long)ready.heartbeat.TotalMilliseconds);
            json.WriteStartArray("slots");
            foreach (var slot in ready.slots) slot.WriteTo(json);
            json.WriteEndArray();
        });

    public static Frame Ad(AdFrame ad) => Write("ad", ad, static (json, ad) => ad.WriteTo(json));

    public static Frame Empty(string slot, string reason, bool collapse) =>
        Write("empty", (slot, reason, collapse), static (json, empty) =>
        {
            json.WriteString("slot", empty.slot);
            json.WriteString("reason", empty.reason);
            json.WriteBoolean("collapse", empty.collapse);
        });

    /// <summary>Off the page now: every slot that shows one of these creatives, or one of these campaigns.</summary>
    public static Frame Withdraw(IReadOnlyCollection<string> creatives, IReadOnlyCollection<string> campaigns) =>
        Write("withdraw", (creatives, campaigns), static (json, withdrawn) =>
        {
            WriteIds(json, "creatives", withdrawn.creatives);
            WriteIds(json, "campaigns", withdrawn.campaigns);
        });

    /// <summary>A signal zone's rotation: somebody else's stack fills the slot. The token is for resuming.</summary>
    public static Frame Refresh(string slot, Trigger trigger, int index, string token) =>
        Write("refresh", (slot, trigger, index, token), static (json, refresh) =>
        {
            json.WriteString("slot", refresh.slot);
            json.WriteString("trigger", Words.Of(refresh.trigger));
            json.WriteNumber("index", refresh.index);
            json.WriteString("token", refresh.token);
        });

    /// <summary>Viewer: the blob that the page keeps from now on; null where nothing changed.</summary>
    public static Frame Ack(IReadOnlyList<long> acked, IReadOnlyList<RefusedReceipt> refused, string? viewer = null) =>
        Write("ack", (acked, refused, viewer), static (json, ack) =>
        {
            json.WriteStartArray("acked");
            foreach (var n in ack.acked) json.WriteNumberValue(n);
            json.WriteEndArray();
            json.WriteStartArray("refused");
            foreach (var receipt in ack.refused) receipt.WriteTo(json);
            json.WriteEndArray();
            if (ack.viewer is not null) json.WriteString("viewer", ack.viewer);
        });

    /// <summary>A close; the detail says in words what was wrong, for whoever reads the page's console.</summary>
    public static Frame Close(CloseReason reason, TimeSpan retryAfter, string detail) =>
        Write("close", (reason, retryAfter, detail), static (json, close) =>
        {
            json.WriteString("reason", Words.Of(close.reason));
            json.WriteNumber("retryAfter", (long)close.retryAfter.TotalMilliseconds);
            json.WriteBoolean("final", close.reason.IsFinal());
            if (close.detail.Length > 0) json.WriteString("detail", close.detail);
        });

    private static void WriteIds(Utf8JsonWriter json, string name, IReadOnlyCollection<string> ids)
    {
        json.WriteStartArray(name);
        foreach (var id in ids) json.WriteStringValue(id);
        json.WriteEndArray();
    }

    private static Frame Write<T>(string type, T value, Action<Utf8JsonWriter, T> members) =>
        new(type, FrameBuffer.Format((type, value, members), static (json, frame) =>
        {
            json.WriteStartObject();
            json.WriteString("type", frame.type);
            frame.members(json, frame.value);
            json.WriteEndObject();
        }));
}
