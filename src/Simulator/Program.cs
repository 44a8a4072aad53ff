using System.CommandLine;
using Shopkeeper.Simulator;

Option<string> url = new("--url") { Description = "Where to listen: http on a loopback address." };
Option<string> apiKey = new("--api-key") { Description = "The app's client id." };
Option<string> apiSecret = new("--api-secret") { Description = "The app's client secret, 16 characters or more." };
Option<string> appUrl = new("--app-url") { Description = "The app's public address." };
Option<bool> manual = new("--manual-approval") { Description = "Ask before an authorization is approved." };
Option<double> scale = new("--time-scale")
{
    Description = "How many times faster retries and the wait before shop/redact pass.", DefaultValueFactory = _ => 1,
};
Option<bool> redact = new("--send-shop-redact") { Description = "Send shop/redact 48 hours after each uninstall." };
RootCommand command = new("A Shopify to develop and test against.")
{
    url, apiKey, apiSecret, appUrl, manual, scale, redact,
};

command.SetAction(async (parsed, cancellationToken) =>
{
    // Command line, then environment (Simulator__ApiKey), then appsettings.json beside the caller, then the defaults.
    var settings = new ConfigurationBuilder()
        .AddJsonFile(Path.GetFullPath("appsettings.json"), optional: true)
        .AddEnvironmentVariables()
        .Build()
        .GetSection("Simulator");
    string Setting(Option<string> option, string key, string otherwise) =>
        parsed.GetValue(option) ?? settings[key] ?? otherwise;

    try
    {
        await using var simulator = await SimulatorHost.StartAsync(new SimulatorOptions
        {
            Url = Setting(url, nameof(SimulatorOptions.Url), SimulatorOptions.DefaultUrl),
            ApiKey = Setting(apiKey, nameof(SimulatorOptions.ApiKey), SimulatorOptions.DefaultApiKey),
            ApiSecret = Setting(apiSecret, nameof(SimulatorOptions.ApiSecret), SimulatorOptions.DefaultApiSecret),
            AppUrl = Uri.TryCreate(
                Setting(appUrl, nameof(SimulatorOptions.AppUrl), "http://127.0.0.1:5080"),
                UriKind.Absolute, out var app)
                ? app
                : throw new ArgumentException("Simulator option AppUrl is not usable. Give an absolute http address."),
            ManualApproval = parsed.GetValue(manual),
            TimeScale = parsed.GetValue(scale),
            SendShopRedact = parsed.GetValue(redact),
        }, cancellationToken);
        Console.WriteLine($"A simulated Shopify listens on {simulator.BaseUrl}");
        Console.WriteLine($"Configure the app with Shopify:AdminUrlTemplate = {simulator.AdminUrlTemplate}");
        Console.WriteLine($"Control it at {new Uri(simulator.BaseUrl, "_control")} (see src/Simulator/README.md)");
        await simulator.WaitForShutdownAsync(cancellationToken);
        return 0;
    }
    catch (Exception refused) when (refused is ArgumentException or IOException or InvalidDataException)
    {
        await Console.Error.WriteLineAsync(refused.Message);
        return 1;
    }
});

return await command.Parse(args).InvokeAsync();
