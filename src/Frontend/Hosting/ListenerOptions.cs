using System.Net;
using Microsoft.Extensions.Options;
using Shopkeeper.Frontend.Operations;

namespace Shopkeeper.Frontend.Hosting;

/// <summary>Where the service listens: section <c>Listen</c>.</summary>
public sealed class ListenerOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Listen";

    /// <summary>
    /// For Shopify, browsers and the embedded app. Port 0 takes a free one. Default <c>http://127.0.0.1:5080</c>.
    /// </summary>
    public string Public { get; set; } = "http://127.0.0.1:5080";

    /// <summary>
    /// For operators, back ends and probes. Another address than loopback needs operator keys. Default
    /// <c>http://127.0.0.1:5081</c>.
    /// </summary>
    public string Internal { get; set; } = "http://127.0.0.1:5081";

    /// <summary>
    /// Reads an address of the form <c>http://{ip}:{port}</c>; <c>localhost</c>, <c>*</c> and <c>+</c> are understood.
    /// </summary>
    /// <exception cref="FormatException">It is no such address.</exception>
    public static IPEndPoint Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var text = address.Replace("://*", "://0.0.0.0", StringComparison.Ordinal)
            .Replace("://+", "://0.0.0.0", StringComparison.Ordinal)
            .Replace("://localhost", "://127.0.0.1", StringComparison.OrdinalIgnoreCase);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme == Uri.UriSchemeHttp
            && uri.AbsolutePath == "/" && IPAddress.TryParse(uri.Host.Trim('[', ']'), out var ip)
            ? new IPEndPoint(ip, uri.Port)
            : throw new FormatException("An address is http://{ip}:{port}; TLS ends at the proxy in front.");
    }
}

internal sealed class ListenerOptionsValidator(IOptions<OperatorOptions> operators) : IValidateOptions<ListenerOptions>
{
    public ValidateOptionsResult Validate(string? name, ListenerOptions options)
    {
        if (Problem(options.Public) is { } publicProblem)
            return ValidateOptionsResult.Fail($"Listen:Public: {publicProblem}");
        if (Problem(options.Internal) is { } internalProblem)
            return ValidateOptionsResult.Fail($"Listen:Internal: {internalProblem}");
        return IPAddress.IsLoopback(ListenerOptions.Parse(options.Internal).Address) || operators.Value.Keys.Count > 0
            ? ValidateOptionsResult.Success
            : ValidateOptionsResult.Fail(
                "Listen:Internal is not a loopback address and no operator key is set. Set Operator:Keys:{name}:Sha256 "
                + "to the hex SHA-256 of a key, or listen on 127.0.0.1.");
    }

    private static string? Problem(string address)
    {
        try
        {
            ListenerOptions.Parse(address);
            return null;
        }
        catch (FormatException refused)
        {
            return refused.Message;
        }
    }
}
