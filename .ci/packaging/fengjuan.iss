; Inno Setup 6: packs dist\fengjuan for one user or for all, without asking for a network. ISCC /DVersion=0.1.0 fengjuan.iss
#ifndef Version
  #error Give the version: ISCC /DVersion=0.1.0 fengjuan.iss
#endif

[Setup]
AppId={{6C1B6E3B-6D0B-4C0E-9E52-2A4B7D5C9F11}
AppName=封卷 Fengjuan
AppVersion={#Version}
DefaultDirName={autopf}\Fengjuan
DefaultGroupName=封卷
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
ChangesAssociations=yes
OutputDir=..\..\dist
OutputBaseFilename=fengjuan-{#Version}-setup
Compression=lzma2
SolidCompression=yes
UninstallDisplayIcon={app}\fengjuan.exe

[Files]
Source: "..\..\dist\fengjuan\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; The program's own parts of an older version; nothing outside the program's folder is ever deleted.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\封卷"; Filename: "{app}\fengjuan.exe"
Name: "{autodesktop}\封卷"; Filename: "{app}\fengjuan.exe"; Tasks: desktop

[Tasks]
Name: desktop; Description: "在桌面放一个图标"

[Registry]
Root: HKA; Subkey: "Software\Classes\.fengjuan"; ValueType: string; ValueData: "Fengjuan.Seal"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Fengjuan.Seal"; ValueType: string; ValueData: "封卷封装"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Fengjuan.Seal\shell\open\command"; ValueType: string; ValueData: """{app}\fengjuan.exe"" ""%1"""

[Run]
Filename: "{app}\fengjuan-cli.exe"; Parameters: "selftest"; Description: "检查程序是否完好"; Flags: postinstall skipifsilent
