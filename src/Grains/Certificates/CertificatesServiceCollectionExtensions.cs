using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Shopkeeper.Grains.Certificates;

/// <summary>Registers certificates.</summary>
public static class CertificatesServiceCollectionExtensions
{
    /// <summary>
    /// Adds what signs certificates, with <see cref="CertificateOptions"/> from the section <c>Certificates</c>. The
    /// keys (<c>ICertificateKeys</c>) are the storage's. Safe to call twice.
    /// </summary>
    public static IServiceCollection AddCertificates(this IServiceCollection services)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<CertificateOptions>().BindConfiguration(CertificateOptions.Section).ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<CertificateOptions>, CertificateOptionsValidator>());
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<CertificateSigner>();
        services.TryAddSingleton<CertificateIssuer>();
        return services;
    }
}
