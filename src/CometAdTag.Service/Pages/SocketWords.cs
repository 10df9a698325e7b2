using CometAdTag.Rotation.Wire;

namespace CometAdTag.Service.Pages;

/// <summary>What a page says on its WebSocket, whoever holds that.</summary>
internal static class SocketWords
{
    public static Refused NoHello { get; } = new(CloseReason.Idle, "no hello within 10 s");

    /// <summary>Null where the first message is none.</summary>
    public static HelloFrame? HelloOf(ReadOnlySpan<byte> message, out Refused? refused)
    {
        var frame = PageFrames.Read(message, out var error);
        refused = frame is HelloFrame ? null : Refused.BadHello(frame is null ? error : "the first frame is no hello");
        return frame as HelloFrame;
    }

    public static void Hear(Page page, ReadOnlySpan<byte> message)
    {
        if (PageFrames.Read(message, out var error) is not { } frame) Close(page, CloseReason.BadFrame, error);
        else if (frame is HelloFrame) Close(page, CloseReason.BadFrame, "a second hello");
        else if (!page.Receive(frame)) Close(page, CloseReason.Limit, "the page sends too many frames");
    }

    public static void Close(Page page, CloseReason reason, string detail)
    {
        using (page.EnterGate()) page.Close(reason, detail);
    }
}
