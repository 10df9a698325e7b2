using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace CometAdTag.Rotation.Wire;

/// <summary>Where a thread formats its frames, one after the other; it keeps at most 64 KiB of it.</summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer rents nothing: it writes to the buffer of this")]
internal sealed class FrameBuffer
{
    private const int Kept = 65_536;

    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static FrameBuffer? ofThread;

    private readonly ArrayBufferWriter<byte> written = new(512);
    private readonly Utf8JsonWriter json;

    private FrameBuffer() => json = new(written, Options);

    /// <summary>The frame's JSON, made by this thread alone.</summary>
    public static byte[] Format<T>(T value, Action<Utf8JsonWriter, T> write)
    {
        var buffer = ofThread ??= new();
        try
        {
            write(buffer.json, value);
            buffer.json.Flush();
            return buffer.written.WrittenSpan.ToArray();
        }
        finally
        {
            buffer.Clear();
        }
    }

    private void Clear()
    {
        written.ResetWrittenCount();
        json.Reset();
        if (written.Capacity > Kept) ofThread = null;
    }
}
