using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>Reads the hello of a stream or poll: from the body of a POST, or of a few query values for curl.</summary>
internal static class HelloReader
{
    /// <summary>Null where the request was refused and answered.</summary>
    public static async Task<HelloFrame?> FromBody(HttpContext context, OpenPages pages)
    {
        if (await context.Request.ReadBody(WireLimits.Hello, context.RequestAborted) is not { } body)
        {
            await context.Response.RefuseBody(WireLimits.Hello);
            return null;
        }
        var frame = PageFrames.Read(body, out var error);
        if (frame is HelloFrame hello) return hello;
        await context.Response.Refuse(Refused.BadHello(frame is null ? error : "the body is no hello"), pages);
        return null;
    }

    /// <summary>?zones=1,2&amp;url=...: each slot is named by its zone, all in view on a visible page. Null with the error where a value is wrong.</summary>
    public static HelloFrame? FromQuery(IQueryCollection query, out string error)
    {
        var zones = query["zones"].ToString().Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var url = query["url"].ToString();
        error = Wrong(zones, url) ?? "";
        if (error.Length > 0) return null;
        return new HelloFrame
        {
            V = 1,
            Url = url,
            Visible = true,
            Slots = [.. zones.Select(zone => new SlotAdded { Slot = zone, Zone = zone, W = 0, H = 0, InView = true })],
        };
    }

    private static string? Wrong(string[] zones, string url)
    {
        if (zones.Length == 0) return "zones: missing; give ids of zones, such as ?zones=1,2";
        if (zones.Length > WireLimits.Slots || zones.Any(zone => zone.Length > WireLimits.SlotName)) return "zones: too many or too long";
        if (zones.Distinct().Count() < zones.Length) return "zones: one is there twice";
        if (url.Length > WireLimits.Url || WebOrigin.Of(url) is null) return "url: missing or not an absolute http or https URL";
        return null;
    }
}
