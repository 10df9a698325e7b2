namespace CometAdTag.Rotation.Wire;

/// <summary>The limits of the page protocol; each check answers the first one that is broken, or null.</summary>
internal static class FrameRules
{
    public static string? Broken(PageFrame frame) => frame switch
    {
        HelloFrame hello => Hello(hello),
        SlotsFrame slots => Slots(slots.Add) ?? Items("remove", slots.Remove, WireLimits.Slots),
        ViewFrame view => TooMany("slots", view.Slots.Count, WireLimits.Slots),
        PageChangeFrame page => Change(page),
        EventFrame happened => Event(happened),
        _ => null,
    };

    public static string? Broken(ReceiptsBody body) =>
        Items("receipts", body.Receipts, WireLimits.Receipts) ?? TooLong("viewer", body.Viewer, WireLimits.Viewer);

    private static string? Hello(HelloFrame hello) =>
        (hello.V == 1 ? null : $"v: {hello.V} is not 1")
        ?? TooLong("page", hello.Page, WireLimits.SlotName)
        ?? Url("url", hello.Url)
        ?? TooLong("referrer", hello.Referrer, WireLimits.Url)
        ?? TooLong("viewer", hello.Viewer, WireLimits.Viewer)
        ?? TooLong("source", hello.Source, WireLimits.Source)
        ?? Slots(hello.Slots)
        ?? Items("resume", hello.Resume, WireLimits.Slots)
        ?? Items("receipts", hello.Receipts, WireLimits.Receipts)
        ?? Items("events", hello.Events, WireLimits.Events)
        ?? hello.Events.Select(Event).FirstOrDefault(broken => broken is not null)
        ?? Variables(hello.Variables);

    private static string? Change(PageChangeFrame page) =>
        (page.Url is { } url ? Url("url", url) : null)
        ?? TooLong("referrer", page.Referrer, WireLimits.Url)
        ?? TooLong("source", page.Source, WireLimits.Source)
        ?? TooLong("viewer", page.Viewer, WireLimits.Viewer)
        ?? (page.Variables is { } variables ? Variables(variables) : null);

    private static string? Event(EventFrame happened) =>
        TooLong("name", happened.Name, WireLimits.EventName)
        ?? (happened.Trigger is "event" or "user" ? null : $"trigger: \"{happened.Trigger}\" is neither event nor user")
        ?? Items("slots", happened.Slots ?? [], WireLimits.Slots);

    private static string? Slots(SlotAdded[] slots)
    {
        if (Items("slots", slots, WireLimits.Slots) is { } broken) return broken;
        var names = new HashSet<string>(slots.Length);
        foreach (var slot in slots)
            if (Slot(slot, names) is { } wrong) return wrong;
        return null;
    }

    private static string? Slot(SlotAdded slot, HashSet<string> names)
    {
        if (slot.Slot.Length is 0 or > WireLimits.SlotName) return $"slot: a name has 1 to {WireLimits.SlotName} characters";
        if (!names.Add(slot.Slot)) return $"slot: \"{slot.Slot}\" is there twice";
        // -1 is what a page was told of a zone of any size
        if (slot.W < -1 || slot.H < -1) return $"slot \"{slot.Slot}\": w and h are not negative";
        return TooLong($"slot \"{slot.Slot}\": zone", slot.Zone, WireLimits.SlotName)
            ?? TooLong($"slot \"{slot.Slot}\": source", slot.Source, WireLimits.Source)
            ?? (slot.Variables is { } own && Variables(own) is { } broken ? $"slot \"{slot.Slot}\": {broken}" : null);
    }

    private static string? Variables(Dictionary<string, string> variables)
    {
        if (TooMany("variables", variables.Count, WireLimits.Variables) is { } broken) return broken;
        foreach (var (name, value) in variables)
            if (value is null) return $"variables.{name}: null is no text";
            else if (name.Length > WireLimits.VariableName || value.Length > WireLimits.VariableValue)
                return $"variables: a name has at most {WireLimits.VariableName} characters, a value {WireLimits.VariableValue}";
        return null;
    }

    private static string? Url(string name, string url) =>
        TooLong(name, url, WireLimits.Url)
        ?? (WebOrigin.Of(url) is null ? $"{name}: not an absolute http or https URL" : null);

    private static string? TooLong(string name, string? text, int most) =>
        text?.Length > most ? $"{name}: longer than {most} characters" : null;

    /// <summary>The reader checks every null but those in lists and maps.</summary>
    private static string? Items<T>(string name, T[] items, int most)
        where T : class =>
        TooMany(name, items.Length, most) ?? (Array.Exists(items, item => item is null) ? $"{name}: null is no item" : null);

    private static string? TooMany(string name, int count, int most) =>
        count > most ? $"{name}: {count} are more than {most}" : null;
}
