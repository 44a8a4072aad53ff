using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using Shopkeeper.EndToEnd.Tests.Running;

namespace Shopkeeper.EndToEnd.Tests.Fuzzing;

/// <summary>
/// Writes to the socket what no client library sends: bytes that are no request, headers twice, bodies of two lengths,
/// chunks that lie, and connections that end anywhere.
/// </summary>
internal sealed partial class RawFuzz(ShopkeeperProcess service, FuzzRoutes routes, Random random)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    // Who has promised more than he sends gets no answer, and hangs up after this time.
    private static readonly TimeSpan UntilAnswered = TimeSpan.FromSeconds(1);

    private static readonly string[] Lines =
    [
        "Host: a", "Host:", "Host: a\r\nHost: b", "Host: \u00e4", "Content-Length: 5\r\nContent-Length: 6",
        "Content-Length: -1", "Content-Length: 99999999999999999999", "Content-Length: 0x10", "Content-Length: 1e3",
        "Transfer-Encoding: chunked", "Transfer-Encoding: chunked\r\nContent-Length: 3",
        "Transfer-Encoding: gzip, chunked",
        "Transfer-Encoding: xchunked", "Transfer-Encoding : chunked", "Expect: 100-continue", "Expect: everything",
        "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: AAMAAABkAAQAAP__", "Connection: close",
        "Connection: keep-alive, close, \u0001", " folded: line", "x\u0000y: z", "x: y\u0000z", "x: \u00ff\u00fe",
        "no colon at all", ": no name", "x: y\rz: a", "x: y\nz: a", "Cookie: a=\u00e9; b",
        "Authorization: Bearer \u00ff",
        "X-Shopify-Hmac-Sha256: a\r\nX-Shopify-Hmac-Sha256: b", "X-Shopify-Topic: a\r\nX-Shopify-Topic: b",
    ];

    private static readonly string[] Versions =
        ["HTTP/1.1", "HTTP/1.1", "HTTP/1.1", "HTTP/1.0", "http/1.1", "HTTP/1.1 x", ""];

    private readonly Nonsense _nonsense = new(random);

    /// <summary>How many connections were made.</summary>
    public int Tried { get; private set; }

    /// <summary>How many of them sent something that looks like a request, and waited for an answer.</summary>
    public int Waited { get; private set; }

    /// <summary>How many of those got one.</summary>
    public int Answered { get; private set; }

    /// <summary>Writes one thing and reads what comes until the end.</summary>
    public async Task NextAsync(CancellationToken cancellationToken)
    {
        var (method, path) = routes.Next();
        var (sent, waits) = Request(method, path);
        var address = FuzzRoutes.IsInternal(path) ? service.InternalUrl : service.PublicUrl;
        var answer = await SendAsync(address, sent, waits, cancellationToken);
        var answers = AssertMeant(answer, sent);
        Tried++;
        if (!waits) return;
        Waited++;
        if (answers > 0) Answered++;
    }

    private (byte[] Sent, bool Waits) Request(string method, string path)
    {
        switch (_nonsense.Number(12))
        {
            case 0: return (_nonsense.Bytes(2_000), false);
            case 1: return ([.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. _nonsense.Bytes(100)], false);
            case 2: return ([0x16, 3, 1, 2, 0, 1, 0, 1, 0xFC, 3, 3, .. _nonsense.Bytes(300)], false);
        }
        var text = new StringBuilder($"{method} {Target(path)} {_nonsense.Pick(Versions)}\r\n");
        if (!_nonsense.Chance(8)) text.Append("Host: localhost\r\n");
        for (var count = _nonsense.Number(4); count > 0; count--) text.Append(_nonsense.Pick(Lines)).Append("\r\n");
        if (_nonsense.Chance(10)) text.Append("X-Long: ").Append('x', 50_000).Append("\r\n");
        if (_nonsense.Chance(10))
            text.Append(string.Concat(Enumerable.Range(0, 300).Select(at => $"x-{at}: {at}\r\n")));
        byte[] whole = [.. Encoding.Latin1.GetBytes(text.Append(Body()).ToString())];
        return _nonsense.Chance(4) ? (whole[.._nonsense.Number(whole.Length)], false) : (whole, true);
    }

    private string Target(string path) => _nonsense.Number(8) switch
    {
        0 => "*",
        1 => "http://localhost/" + _nonsense.Segment(),
        2 => "/" + Encoding.Latin1.GetString(_nonsense.Bytes(30)),
        3 => "/" + new string('a', 20_000),
        4 => "//" + _nonsense.Segment(),
        _ => path.Replace("{", "%7B", StringComparison.Ordinal),
    };

    private string Body() => _nonsense.Number(7) switch
    {
        0 => "\r\n",
        1 => "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n2\r\n1}\r\n0\r\n\r\n",
        2 => "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nx\r\n",
        3 => "Transfer-Encoding: chunked\r\n\r\n-1\r\nx\r\n0;a=b\r\nTrailer: x\r\n\r\n",
        4 => $"Transfer-Encoding: chunked\r\n\r\n{200_000:x}\r\n{new string('y', 200_000)}\r\n0\r\n\r\n",
        5 => "Content-Length: 10\r\n\r\n{\"a\":",
        _ => "Content-Length: 2\r\nContent-Type: application/json\r\n\r\n{}GET / HTTP/1.1\r\nHost: b\r\n\r\n",
    };

    private static async Task<string> SendAsync(
        Uri address, byte[] sent, bool waits, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Patience);
        using var client = new TcpClient();
        await client.ConnectAsync(address.Host, address.Port, limit.Token);
        var stream = client.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(sent, limit.Token);
            // The server takes half a connection for none, and answers nobody there.
            if (waits) await ReadFirstAsync(stream, answer, limit.Token);
            client.Client.Shutdown(SocketShutdown.Send);
            await stream.CopyToAsync(answer, limit.Token);
        }
        catch (Exception ended) when (ended is IOException or SocketException)
        {
            // Closed while it was still being written to, or with something unread: what was answered counts.
        }
        return Encoding.Latin1.GetString(answer.ToArray());
    }

    private static async Task ReadFirstAsync(
        NetworkStream stream, MemoryStream answer, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(UntilAnswered);
        var first = new byte[16_384];
        try
        {
            var length = await stream.ReadAsync(first, limit.Token);
            answer.Write(first, 0, length);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            // It waits for more.
        }
    }

    // A version that is none of HTTP's is the one thing that the server itself answers with 505.
    private static int AssertMeant(string answers, byte[] sent)
    {
        var all = StatusLine().Matches(answers);
        for (var at = 0; at < all.Count; at++)
        {
            var code = all[at].Groups[1].Value;
            var answer = answers[all[at].Index..(at + 1 < all.Count ? all[at + 1].Index : answers.Length)];
            var isDeliberate = code == "503" && answer.Contains("Retry-After", StringComparison.OrdinalIgnoreCase);
            Assert.True(
                code[0] != '5' || code == "505" || isDeliberate,
                $"{Encoding.Latin1.GetString(sent)}\nanswered {answer}");
            // Pages and documents have words of their own; a trace none of them has.
            if (code[0] >= '4') Answers.AssertSaysNothingOfTheInside(answer);
            else Answers.AssertHasNoTrace(answer);
        }
        return all.Count;
    }

    [GeneratedRegex(@"^HTTP/1\.[01] (\d{3})", RegexOptions.Multiline)]
    private static partial Regex StatusLine();
}
