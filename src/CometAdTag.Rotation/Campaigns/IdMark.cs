namespace CometAdTag.Rotation.Campaigns;

/// <summary>A number of an id: ids with different ones are different, which is told faster than by their characters.</summary>
internal static class IdMark
{
    public static int Of(string id)
    {
        var mark = id.Length;
        foreach (var c in id) mark = (mark * 31) + c;
        return mark;
    }
}
