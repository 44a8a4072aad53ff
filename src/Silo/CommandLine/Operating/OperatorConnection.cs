using System.CommandLine;
using System.Net;
using Shopkeeper.Silo.Hosting;

namespace Shopkeeper.Silo.CommandLine.Operating;

/// <summary>Where the service is and with which key: the options that all clients of the operators' API have.</summary>
internal sealed class OperatorConnection
{
    /// <summary>The variable that holds the key where no option names one.</summary>
    public const string KeyVariable = "SHOPKEEPER_OPERATOR_KEY";

    private readonly Option<string> _url = new("--url")
    {
        Description = "The service's internal listener.",
        DefaultValueFactory = _ => "http://127.0.0.1:5081",
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"An operator's key. Others can see it in the list of processes: {KeyVariable} or --key-file "
            + "keeps it to yourself.",
    };

    private readonly Option<FileInfo?> _keyFile = new("--key-file") { Description = "A file that holds the key." };

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_url);
        command.Options.Add(_key);
        command.Options.Add(_keyFile);
    }

    /// <exception cref="OperatorRefusal">There is no usable address or key.</exception>
    public OperatorClient Open(ParseResult parsed)
    {
        if (!Uri.TryCreate(parsed.GetValue(_url), UriKind.Absolute, out var url)
            || url.Scheme is not ("http" or "https"))
            throw OperatorRefusal.Usage("--url is http://{host}:{port} of a service's internal listener.");
        var key = parsed.GetValue(_key) ?? Read(parsed.GetValue(_keyFile))
            ?? Environment.GetEnvironmentVariable(KeyVariable) ?? Generated(url);
        return string.IsNullOrWhiteSpace(key)
            ? throw OperatorRefusal.Usage($"An operator's key is needed: set {KeyVariable}, --key-file or --key.")
            : new OperatorClient(url, key.Trim());
    }

    private static string? Read(FileInfo? file)
    {
        if (file is null) return null;
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            throw OperatorRefusal.Usage($"The key's file can't be read: {unreadable.Message}");
        }
    }

    // What Development generated is for the service on this machine, and is sent nowhere else.
    private static string? Generated(Uri url)
    {
        var environment = Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
            ?? Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT");
        var isHere = url.IsLoopback || (IPAddress.TryParse(url.Host, out var ip) && IPAddress.IsLoopback(ip));
        if (environment != Environments.Development || !isHere) return null;
        var data = Environment.GetEnvironmentVariable("Storage__DataDirectory");
        return DevelopmentSettings.ReadOperatorKey(string.IsNullOrEmpty(data) ? "data" : data);
    }
}
