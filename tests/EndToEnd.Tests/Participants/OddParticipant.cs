using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Shopkeeper.EndToEnd.Tests.Participants;

/// <summary>
/// A participant that holds nothing and answers every shop well, but for those that it is told to answer badly. It
/// checks each signature by code of its own.
/// </summary>
public sealed class OddParticipant : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly byte[] _key;

    private OddParticipant(string secret)
    {
        _key = Convert.FromBase64String(secret["whsec_".Length..]);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    /// <summary>Where it listens.</summary>
    public string Url => _app.Urls.First();

    /// <summary>How shops are answered badly, by domain: is given the operation as the path has it.</summary>
    public ConcurrentDictionary<string, Func<HttpContext, string, Task>> Odd { get; } = new();

    /// <summary>Calls, as <c>{path} {shop}</c>.</summary>
    public ConcurrentQueue<string> Calls { get; } = new();

    /// <summary>What was wrong with requests.</summary>
    public ConcurrentQueue<string> Complaints { get; } = new();

    /// <summary>Starts it.</summary>
    public static async Task<OddParticipant> StartAsync(string secret)
    {
        var participant = new OddParticipant(secret);
        await participant._app.StartAsync();
        return participant;
    }

    /// <summary>Answers with JSON.</summary>
    public static Task JsonAsync(HttpContext context, string json, int status = 200)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json);
    }

    /// <summary>Answers that there is nothing.</summary>
    public static Task NothingAsync(HttpContext context, string operation) =>
        JsonAsync(context, operation == "verify" ? """{"remaining":0}""" : """{"items":[]}""");

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource();
        await now.CancelAsync();
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        using var memory = new MemoryStream();
        await context.Request.Body.CopyToAsync(memory);
        var body = memory.ToArray();
        using var envelope = JsonDocument.Parse(body);
        var shop = envelope.RootElement.GetProperty("shop").GetString()!;
        var path = context.Request.Path.Value!;
        Calls.Enqueue($"{path} {shop}");
        if (!IsSigned(context.Request.Headers, body)) Complaints.Enqueue($"{path} is not signed.");
        if (context.Request.QueryString.HasValue) Complaints.Enqueue($"{path} has a query.");
        var operation = path.TrimStart('/');
        await (Odd.TryGetValue(shop, out var odd) ? odd(context, operation) : NothingAsync(context, operation));
    }

    private bool IsSigned(IHeaderDictionary headers, byte[] body)
    {
        var head = $"{headers["webhook-id"]}.{headers["webhook-timestamp"]}.";
        byte[] signed = [.. Encoding.UTF8.GetBytes(head), .. body];
        var wanted = "v1," + Convert.ToBase64String(HMACSHA256.HashData(_key, signed));
        return headers["webhook-signature"].ToString().Split(' ').Contains(wanted);
    }
}
