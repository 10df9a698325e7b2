using System.Text.Json;
using CometAdTag.Service.Settings;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http.Features;

namespace CometAdTag.Service.Access;

/// <summary>Every error of the server API as problem details (RFC 9457): what is wrong, never where in the program.</summary>
internal static class ApiProblems
{
    /// <summary>Bytes of a request's body.</summary>
    private const int MostBody = 64 * 1024;

    public static void UseApiProblems(this IApplicationBuilder api)
    {
        api.UseExceptionHandler(new ExceptionHandlerOptions
        {
            ExceptionHandler = context => Problem(context.Features.Get<IExceptionHandlerFeature>()!.Error).ExecuteAsync(context),
            SuppressDiagnosticsCallback = failed => failed.Exception is BadHttpRequestException,
        });
        api.UseStatusCodePages(empty => Problem(empty.HttpContext).ExecuteAsync(empty.HttpContext));
        api.Use((context, next) =>
        {
            if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } body) body.MaxRequestBodySize = MostBody;
            return next(context);
        });
    }

    private static IResult Problem(Exception failed) => failed switch
    {
        BadHttpRequestException bad => Results.Problem(Detail(bad), title: "The request is wrong.", statusCode: bad.StatusCode),
        ControlFileException control => Results.Problem(
            $"Nothing was changed: {control.Cause}.", title: "What people set cannot be read or kept now.", statusCode: StatusCodes.Status503ServiceUnavailable),
        _ => Results.Problem("The cause stands in the log of the service.", title: "The service failed.", statusCode: StatusCodes.Status500InternalServerError),
    };

    private static string Detail(BadHttpRequestException bad) => bad.InnerException is JsonException json
        ? $"The body cannot be read as the JSON that is expected: look at {json.Path ?? "$"}, line {json.LineNumber + 1}, character {json.BytePositionInLine + 1}."
        : bad.Message;

    private static IResult Problem(HttpContext context)
    {
        var (status, request) = (context.Response.StatusCode, context.Request);
        var (title, detail) = status switch
        {
            StatusCodes.Status404NotFound => ("There is no such thing.", $"The server API has no {request.Path}; /openapi/v1.json says what there is."),
            StatusCodes.Status405MethodNotAllowed => ("Not with this method.", $"{request.Path} takes {context.Response.Headers.Allow}, not {request.Method}."),
            StatusCodes.Status415UnsupportedMediaType => ("Not this media type.", "Send the body as Content-Type: application/json."),
            StatusCodes.Status413PayloadTooLarge => ("The body is too large.", $"A body has at most {MostBody} bytes."),
            _ => (null, null),
        };
        return Results.Problem(detail, title: title, statusCode: status);
    }
}
