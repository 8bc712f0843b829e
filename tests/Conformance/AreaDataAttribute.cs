using System.Reflection;
using ElementalProvider.Conformance.Cases;
using Xunit.Sdk;

namespace ElementalProvider.Conformance;

/// <summary>The cases of an area: level and name.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class AreaDataAttribute(string area) : DataAttribute
{
    public string Area { get; } = area;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => CaseFiles.Read(Area).Select(found => new object[] { found.Level, found.Name });
}
