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
SetupIconFile=..\..\build\fengjuan.ico
UninstallDisplayIcon={app}\fengjuan.exe
ShowLanguageDialog=auto

[Languages]
; The first is taken where Windows speaks neither.
Name: zh; MessagesFile: "compiler:Default.isl,zh.isl"
Name: en; MessagesFile: "compiler:Default.isl"

[CustomMessages]
zh.Desktop=在桌面放一个图标
en.Desktop=Put an icon on the desktop
zh.Open=打开封卷
en.Open=Open Fengjuan
zh.Check=检查程序是否完好（约一分钟）
en.Check=Check that the program is whole (about a minute)
zh.Seal=封卷封装
en.Seal=Fengjuan sealed package

[Files]
Source: "..\..\dist\fengjuan\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion

[InstallDelete]
; The program's own parts of an older version; nothing outside the program's folder is ever deleted.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\封卷"; Filename: "{app}\fengjuan.exe"
Name: "{autodesktop}\封卷"; Filename: "{app}\fengjuan.exe"; Tasks: desktop

[Tasks]
Name: desktop; Description: "{cm:Desktop}"

[Registry]
Root: HKA; Subkey: "Software\Classes\.fengjuan"; ValueType: string; ValueData: "Fengjuan.Seal"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\Fengjuan.Seal"; ValueType: string; ValueData: "{cm:Seal}"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Fengjuan.Seal\shell\open\command"; ValueType: string; ValueData: """{app}\fengjuan.exe"" ""%1"""

[Run]
; The console stays, so that its answer can be read.
Filename: "{cmd}"; Parameters: "/k """"{app}\fengjuan-cli.exe"" selftest"""; Description: "{cm:Check}"; Flags: postinstall skipifsilent nowait
Filename: "{app}\fengjuan.exe"; Description: "{cm:Open}"; Flags: postinstall skipifsilent nowait unchecked
