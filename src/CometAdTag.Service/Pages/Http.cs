using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using CometAdTag.Rotation.Wire;
using Microsoft.AspNetCore.Mvc;

namespace CometAdTag.Service.Pages;

/// <summary>What the page endpoints have in common on the HTTP side: cross-origin headers, bounded bodies, refusals.</summary>
internal static class Http
{
    /// <summary>Lets the page of that Origin, and nobody else, read the answer; a refusal too, so that the tag knows it is final.</summary>
    public static void AllowOrigin(this HttpResponse response, string origin)
    {
        response.Headers.Vary = "Origin";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        if (WebOrigin.Of(origin) != origin) return;
        response.Headers.AccessControlAllowOrigin = origin;
        response.Headers["Timing-Allow-Origin"] = origin;
        response.Headers.AccessControlExposeHeaders = "Retry-After";
    }

    /// <summary>Reads a body of at most so many bytes; null where it is longer.</summary>
    public static async Task<byte[]?> ReadBody(this HttpRequest request, int most, CancellationToken cancel)
    {
        if (request.ContentLength > most) return null;
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(cancel);
            if (read.Buffer.Length > most) return TooLong(request.BodyReader, read.Buffer);
            if (read.IsCompleted) return Taken(request.BodyReader, read.Buffer);
            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    /// <summary>RFC 9457 problem details whose `reason` is the close word.</summary>
    public static Task Refuse(this HttpResponse response, Refused refused, OpenPages pages)
    {
        pages.Instruments.CloseSent(Words.Of(refused.Reason));
        return Refuse(response, refused.Status, Words.Of(refused.Reason), refused.Detail, pages.RetryAfter(refused.Reason));
    }

    public static Task RefuseBody(this HttpResponse response, int most) =>
        Refuse(response, StatusCodes.Status413PayloadTooLarge, "body", $"the body is longer than {most} bytes", TimeSpan.Zero);

    public static Task Refuse(this HttpResponse response, int status, string reason, string detail, TimeSpan retryAfter)
    {
        response.StatusCode = status;
        if (retryAfter > TimeSpan.Zero)
            response.Headers.RetryAfter = Math.Ceiling(retryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var problem = new ProblemDetails { Status = status, Title = "Refused", Detail = detail, Extensions = { ["reason"] = reason } };
        return response.WriteAsJsonAsync(problem, options: null, "application/problem+json", response.HttpContext.RequestAborted);
    }

    /// <summary>What was read is given up, so that the server can read on to the end and the page its refusal.</summary>
    private static byte[]? TooLong(PipeReader body, ReadOnlySequence<byte> buffer)
    {
        body.AdvanceTo(buffer.End);
        return null;
    }

    private static byte[] Taken(PipeReader body, ReadOnlySequence<byte> buffer)
    {
        var bytes = buffer.ToArray();
        body.AdvanceTo(buffer.End);
        return bytes;
    }
}
