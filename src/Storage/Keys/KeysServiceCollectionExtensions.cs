using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Shopkeeper.Grains.Abstractions;
using Shopkeeper.Grains.Abstractions.Certificates;
using Shopkeeper.Grains.Abstractions.Teardown;

namespace Shopkeeper.Storage.Keys;

/// <summary>Registers the keys.</summary>
public static class KeysServiceCollectionExtensions
{
    /// <summary>
    /// Adds the key ring (which is also ASP.NET's Data Protection), the hash key, the certificate keys and the data
    /// keys. Twice is safe.
    /// </summary>
    public static IServiceCollection AddKeys(this IServiceCollection services)
    {
        services.AddOptions<KeysOptions>().BindConfiguration(KeysOptions.Section)
            .ValidateDataAnnotations().ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<KeysOptions>, KeysOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(OpenDirectory);

        services.AddDataProtection().SetApplicationName(KeyDirectory.ApplicationName);
        services.AddOptions<KeyManagementOptions>().Configure<KeyDirectory>((options, directory) =>
            options.XmlRepository =
                new FileSystemXmlRepository(new DirectoryInfo(directory.Ring), NullLoggerFactory.Instance));

        services.TryAddSingleton<IRingCipher, RingCipher>();
        services.TryAddSingleton<IKeyedHash, KeyedHash>();
        services.TryAddSingleton<IKeyFiles, KeyFiles>();
        services.TryAddSingleton<ICertificateKeys, CertificateKeys>();
        services.TryAddSingleton<KeyDirectoryClaim>();
        services.TryAddSingleton(OpenCache);
        services.TryAddSingleton<DataKeys>();
        services.TryAddSingleton<InstallationCipher>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IInstallationCache, DataKeyInstallationCache>());
        return services;
    }

    private static KeyDirectory OpenDirectory(IServiceProvider services)
    {
        var folder = services.GetRequiredService<IOptions<KeysOptions>>().Value.Directory;
        if (string.IsNullOrWhiteSpace(folder))
        {
            var data = services.GetRequiredService<IConfiguration>()["Storage:DataDirectory"];
            folder = Path.Combine(string.IsNullOrWhiteSpace(data) ? "data" : data, "keys");
        }

        return new KeyDirectory(folder);
    }

    private static DataKeyCache OpenCache(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<KeysOptions>>().Value;
        return new DataKeyCache(
            options.CachedDataKeys, options.DataKeyLifetime, services.GetRequiredService<TimeProvider>());
    }
}
