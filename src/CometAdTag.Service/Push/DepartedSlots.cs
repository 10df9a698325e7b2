namespace CometAdTag.Service.Push;

/// <summary>Slots that left the page under its present url, so that one that comes back does not begin anew (R4). The newest 32.</summary>
internal sealed class DepartedSlots
{
    private const int Most = 32;

    private readonly List<Slot> slots = [];

    public void Add(Slot slot)
    {
        if (slot.Current is null) return;
        if (slots.Count == Most) slots.RemoveAt(0);
        slots.Add(slot);
    }

    /// <summary>Takes over those of an older connection, and its slots that the page has no more.</summary>
    public void Take(DepartedSlots older, IEnumerable<Slot> gone, long now)
    {
        slots.AddRange(older.slots);
        foreach (var slot in gone)
        {
            slot.State.RunClock(pageVisible: false, now);
            Add(slot);
        }
    }

    /// <summary>The one of the same zone: that of the same name, else the one that left last.</summary>
    public Slot? Take(Slot like)
    {
        var found = slots.FindLast(slot => slot.Zone == like.Zone && slot.Name == like.Name) ?? slots.FindLast(slot => slot.Zone == like.Zone);
        if (found is not null) slots.Remove(found);
        return found;
    }

    public void Clear() => slots.Clear();
}
